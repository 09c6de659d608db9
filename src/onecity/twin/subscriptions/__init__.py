"""Subscriptions: who wants to hear of which changes, and how they are told (ETSI GS CIM 009, 5.8)."""
