"""Installing a city."""

import hashlib

import msgspec

from onecity.city.definition import City
from onecity.city.models import CityRelease


def install_city(*, city: City, services: str = "") -> CityRelease:
    """Put a city in force. ``services`` is the digest of its services; when nothing changed, the release stays."""
    definition = msgspec.json.encode(city)
    digest = hashlib.sha256(definition + services.encode()).hexdigest()
    newest = CityRelease.objects.order_by("-id").first()
    if newest and newest.digest == digest:
        return newest
    return CityRelease.objects.create(digest=digest, definition=definition.decode())
