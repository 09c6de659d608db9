"""Open311 GeoReport v2: services, requests and their state, for programs that speak to any city in the same way."""
