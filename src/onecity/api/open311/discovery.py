"""Service discovery: where the interface is, in which formats, how to get a key, and when the services changed last."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from onecity.city.definition import City
from onecity.common.clock import city_zone
from onecity.contact.queries.published import services_changed_at

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
ENDPOINT = "/open311/v2"


def discovery(city: City) -> dict[str, Any]:
    """Everything the specification asks for. A demonstration says of itself that nobody acts on what it is told."""
    changed = _changeset()
    return {
        "changeset": changed,
        "contact": _("%(city)s: call %(number)s.") % {"city": city.name, "number": city.telephone},
        "key_service": _("Ask the city for an API key: call %(number)s.") % {"number": city.telephone},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": settings.PUBLIC_URL + ENDPOINT,
                "changeset": changed,
                "type": "test" if settings.DEMONSTRATION else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def _changeset() -> str:
    """Sortable: the moment since which the services are as they are, in the city's time."""
    moment = services_changed_at()
    return moment.astimezone(city_zone()).strftime("%Y-%m-%d %H:%M") if moment else "1970-01-01 00:00"
