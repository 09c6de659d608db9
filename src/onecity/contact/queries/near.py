"""What others have reported near a place about the same matter: shown before somebody files it once more."""

from collections.abc import Sequence
from datetime import timedelta
from math import cos, radians

from onecity.common import clock
from onecity.contact.models import ContactRequest

METRES = 111_320.0  # of one degree of latitude
RADIUS = 150.0  # metres
DAYS = 60
FEW = 3


def near_duplicates(
    *, topics: Sequence[str], lon: float | None, lat: float | None, limit: int = FEW
) -> list[ContactRequest]:
    """Open public requests about one of these topics within 150 metres, the newest first; none without a point."""
    if lon is None or lat is None or not topics:
        return []
    high, wide = RADIUS / METRES, RADIUS / (METRES * max(0.01, cos(radians(lat))))
    found = ContactRequest.objects.filter(
        is_public=True, state__in=ContactRequest.OPEN_STATES, topic__in=topics, at__gt=clock.now() - timedelta(DAYS),
        lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide),
    )  # fmt: skip
    return list(found.order_by("-at")[:limit])
