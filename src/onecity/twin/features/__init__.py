"""The twin as maps' programs want it: OGC API Features, on the same store."""
