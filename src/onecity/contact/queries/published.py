"""What anybody may know: public requests with the public words, the street and a rounded point; nobody's name.

Distances are counted to the rounded point too: else asking with ever smaller radiuses would find the exact one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any
from uuid import UUID

from onecity.common import rows
from onecity.contact import releases
from onecity.contact.models import CentreRelease, ContactRequest
from onecity.contact.reporter import token_mark

DECIMALS = 3  # of a public point: about 100 metres
METRES = 111_320.0  # of one degree of latitude
LONGEST_TOKEN = 100  # characters
SLACK = 0.001  # degrees by which a rounded point may lie outside of what its exact one is in
CHOSEN = """
SELECT id, number, state, topic, agency, kind, district, public_words, public_place,
       round(lat::numeric, %(decimals)s)::float8, round(lon::numeric, %(decimals)s)::float8,
       at, changed_at, due_at, ended_at
FROM contact_contactrequest WHERE {conditions} ORDER BY {order} LIMIT %(limit)s OFFSET %(first)s
"""
PUBLIC = ("is_public", "topic = ANY(%(public)s)")
PICTURES = """
SELECT request_id, id, kind FROM contact_picture
WHERE request_id = ANY(%s) AND is_public AND order_id IS NULL ORDER BY id
"""
PICTURE = """
SELECT picture.kind, picture.data FROM contact_picture picture JOIN contact_contactrequest request
    ON request.id = picture.request_id
WHERE picture.id = %s AND picture.is_public AND request.is_public AND request.topic = ANY(%s)
"""
HAPPENED = """
SELECT event.id, event.request_id, request.number, event.kind, event.at
FROM contact_contactevent event JOIN contact_contactrequest request ON request.id = event.request_id
WHERE event.public AND event.kind = ANY(%(kinds)s) AND request.is_public AND request.topic = ANY(%(public)s)
"""


@dataclass(frozen=True, slots=True)
class Circle:
    """Around a point (WGS 84, degrees); ``radius`` in metres."""

    lat: float
    lon: float
    radius: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ended: the moment by which it is ordered, and the id. The next begins behind it."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which public requests. Every condition that is given must hold; moments are inclusive.

    ``after`` is where the page before ended; ``first`` leaves out so many instead, and costs the more the deeper.
    """

    numbers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    changed_since: datetime | None = None
    changed_until: datetime | None = None
    is_open: bool | None = None
    districts: tuple[str, ...] = ()
    circle: Circle | None = None
    after: Place | None = None
    first: int = 0
    limit: int = 1000

    @property
    def by_change(self) -> bool:
        """The oldest change first; else the newest request first."""
        return self.changed_since is not None


@dataclass(frozen=True, slots=True)
class Published:
    """A request as anybody may see it."""

    id: UUID
    number: str
    state: str
    topic: str
    agency: str
    kind: str
    district: str
    words: str
    place: str
    lat: float | None
    lon: float | None
    at: datetime
    changed_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One step in the life of a public request: its kind and moment; never what was written about it."""

    id: UUID
    request_id: UUID
    number: str
    kind: str
    at: datetime


def published(wanted: Wanted) -> list[Published]:
    """The public requests that were asked for: the newest first, or by change when asked for by change."""
    values = _values(wanted)
    conditions = " AND ".join((*PUBLIC, *_conditions(wanted)))
    order = "changed_at, id" if wanted.by_change else "at DESC, id DESC"
    return [Published(*row) for row in rows.many(CHOSEN.format(conditions=conditions, order=order), values)]


def pictures_of(request_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """The public pictures of requests: request -> (picture, kind), in the order in which they came."""
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for request_id, picture_id, kind in rows.many(PICTURES, [list(request_ids)]):
        found.setdefault(request_id, []).append((picture_id, kind))
    return found


def public_picture(picture_id: UUID) -> tuple[str, bytes] | None:
    """The kind and bytes of a public picture of a public request; None for any other."""
    found = rows.one(PICTURE, [picture_id, _public_topics()])
    return (found[0], bytes(found[1])) if found else None


def place_after(found: Sequence[Published], wanted: Wanted) -> Place | None:
    """Where the page ended that was found; None when it was the last."""
    if len(found) < wanted.limit:
        return None
    return Place(found[-1].changed_at if wanted.by_change else found[-1].at, found[-1].id)


def happened(
    *, kinds: Sequence[str], since: datetime, until: datetime, limit: int, first: int = 0, after: Place | None = None
) -> list[Happening]:
    """What happened to public requests between two moments, the oldest first."""
    later = " AND (event.at, event.id) > (%(after_at)s, %(after_id)s)" if after else ""
    order = " ORDER BY event.at, event.id LIMIT %(limit)s OFFSET %(first)s"
    values = {"since": since, "until": until, "limit": limit, "first": first, **_place(after)}
    return _happenings(f"{HAPPENED} AND event.at BETWEEN %(since)s AND %(until)s{later}{order}", kinds, values)


def happened_to(request_ids: Sequence[UUID], kinds: Sequence[str]) -> dict[UUID, list[Happening]]:
    """What happened to some public requests, the oldest first, by request."""
    found: dict[UUID, list[Happening]] = {}
    order = " AND event.request_id = ANY(%(requests)s) ORDER BY event.id"
    for each in _happenings(HAPPENED + order, kinds, {"requests": list(request_ids)}):
        found.setdefault(each.request_id, []).append(each)
    return found


def number_by_token(token: str) -> str | None:
    """The number of the request whose reporter was given this token; None when nobody was."""
    found = ContactRequest.objects.filter(token_mark=token_mark(token[:LONGEST_TOKEN]))
    return found.values_list("number", flat=True).first()


def services_changed_at() -> datetime | None:
    """Since when topics and articles are as they are; None for a city without a contact centre."""
    return CentreRelease.objects.order_by("-id").values_list("at", flat=True).first()


def _happenings(sql: str, kinds: Sequence[str], values: dict[str, Any]) -> list[Happening]:
    return [Happening(*row) for row in rows.many(sql, {"kinds": list(kinds), "public": _public_topics(), **values})]


def _public_topics() -> list[str]:
    """A topic that became private hides what was filed under it before, too."""
    return [code for code, topic in releases.current().topics.items() if not topic.private]


def _values(wanted: Wanted) -> dict[str, Any]:
    circle = wanted.circle
    return {
        **{name: getattr(wanted, name) for name in ("since", "until", "changed_since", "changed_until")},
        **{name: list(getattr(wanted, name)) for name in ("numbers", "topics", "districts")},
        "public": _public_topics(),
        "open": list(ContactRequest.OPEN_STATES), "decimals": DECIMALS,
        "limit": wanted.limit, "first": wanted.first,
        **_place(wanted.after), **(_around(circle) if circle else {}),
    }  # fmt: skip


def _conditions(wanted: Wanted) -> Iterator[str]:
    for name, condition in CONDITIONS.items():
        if getattr(wanted, name):
            yield condition
    if wanted.is_open is not None:
        yield "state = ANY(%(open)s)" if wanted.is_open else "NOT state = ANY(%(open)s)"
    if wanted.after:
        yield AFTER_CHANGE if wanted.by_change else AFTER


def _place(after: Place | None) -> dict[str, Any]:
    return {"after_at": after.at, "after_id": after.id} if after else {}


def _around(circle: Circle) -> dict[str, float]:
    """The box that holds a circle, for the index, and what the distance is counted with (flat, within 50 km)."""
    narrow = max(cos(radians(circle.lat)), 0.01)
    high, wide = circle.radius / METRES + SLACK, circle.radius / METRES / narrow + SLACK
    return {
        "lat": circle.lat, "lon": circle.lon, "radius": circle.radius, "metres": METRES, "narrow": narrow,
        "south": circle.lat - high, "north": circle.lat + high,
        "west": circle.lon - wide, "east": circle.lon + wide,
    }  # fmt: skip


AFTER = "(at, id) < (%(after_at)s, %(after_id)s)"
AFTER_CHANGE = "(changed_at, id) > (%(after_at)s, %(after_id)s)"
CONDITIONS = {
    "numbers": "number = ANY(%(numbers)s)",
    "topics": "topic = ANY(%(topics)s)",
    "districts": "district = ANY(%(districts)s)",
    "since": "at >= %(since)s",
    "until": "at <= %(until)s",
    "changed_since": "changed_at >= %(changed_since)s",
    "changed_until": "changed_at <= %(changed_until)s",
    "circle": """lat BETWEEN %(south)s AND %(north)s AND lon BETWEEN %(west)s AND %(east)s
        AND ((round(lat::numeric, %(decimals)s)::float8 - %(lat)s) * %(metres)s) ^ 2
          + ((round(lon::numeric, %(decimals)s)::float8 - %(lon)s) * %(metres)s * %(narrow)s) ^ 2 <= %(radius)s ^ 2""",
}
