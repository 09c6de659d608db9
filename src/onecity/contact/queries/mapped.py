"""Open contacts that have a point, for the operators' map: nothing of who reported them or what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onecity.common.actor import Actor
from onecity.contact import permissions as may
from onecity.contact.models import ContactRequest
from onecity.contact.refusals import NotYours

MOST = 500
SHOWN = ("id", "number", "state", "topic", "agency", "district", "urgent", "made_up", "lon", "lat", "at")


@dataclass(frozen=True, slots=True)
class Point:
    """``lon`` and ``lat`` in degrees (WGS 84)."""

    id: UUID
    number: str
    state: str
    topic: str
    agency: str
    district: str
    urgent: bool
    made_up: bool
    lon: float
    lat: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Mapped:
    """``more``: there are others, older than these."""

    points: Sequence[Point]
    more: bool


def open_points(actor: Actor, *, agency: str = "", district: str = "", state: str = "") -> Mapped:
    """The newest 500. A state that is not open, or that there is not, is taken for all open ones."""
    if not may.sorts(actor):
        raise NotYours
    states = (state,) if state in ContactRequest.OPEN_STATES else ContactRequest.OPEN_STATES
    wanted = {"agency": agency, "district": district}
    found = ContactRequest.objects.filter(
        state__in=states, lat__isnull=False, **{name: code for name, code in wanted.items() if code}
    )
    rows = list(found.order_by("-id").values_list(*SHOWN)[: MOST + 1])
    return Mapped([Point(*row) for row in rows[:MOST]], len(rows) > MOST)
