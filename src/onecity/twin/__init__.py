"""The living model of the city: an NGSI-LD broker, importable without Django."""
