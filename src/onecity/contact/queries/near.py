"""What others have said about the same matter: shown before somebody files it once more, and to operators after.

Candidates are the nearest open contacts of the last weeks, whatever their topic: how alike their public words are, how
near they are and how new decides which are shown, the likeliest first.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import cos, exp, hypot, radians

import numpy as np
from django.db.models import F
from numpy.typing import NDArray

from onecity.catalogue.search.embedders import shared_embedder
from onecity.common import clock
from onecity.contact.models import ContactRequest

METRES = 111_320.0  # of one degree of latitude
RADIUS = 300.0  # metres
CLOSE = 150.0  # metres within which the same topic is enough
DAYS = 60
FEW = 3
NEAREST = 50  # candidates whose words are compared
READ = 150  # characters of each that are read
AT_ONCE = 20  # texts: each takes one to two milliseconds
ALIKE = 0.55  # product of two sentence vectors: the same matter in other words, or in another language
SAME_TOPIC = 0.6  # what the same topic close by counts at least
FADES = 30.0  # days
HELD = 4000  # vectors of 2 kB that a process remembers

_held: dict[str, NDArray[np.float32]] = {}  # by public words


def near_duplicates(
    *, words: str, topics: Sequence[str], lon: float | None, lat: float | None, private: bool = False, limit: int = FEW
) -> list[ContactRequest]:
    """Open requests that are likely the same, the likeliest first; none without a point (WGS 84, degrees).

    ``words`` have personal data taken out. ``private``: for operators, those that are not public too.
    """
    if lon is None or lat is None:
        return []
    found = _nearest(lon, lat, private)
    alike = _alike(words, [each.public_words for each in found])
    now = clock.now()
    rated = [
        (_rate(each, likeness, topics, _metres(each, lon, lat), now), each)
        for each, likeness in zip(found, alike, strict=True)
    ]
    rated.sort(key=lambda pair: -pair[0])
    return [each for rate, each in rated[:limit] if rate > 0]


def _rate(each: ContactRequest, likeness: float, topics: Sequence[str], metres: float, now: datetime) -> float:
    """Meaning times nearness times newness; nought for what is something else, or too far."""
    if each.topic and each.topic in topics and metres <= CLOSE:
        likeness = max(likeness, SAME_TOPIC)
    if likeness < ALIKE or metres > RADIUS:
        return 0.0
    days = (now - each.at) / timedelta(days=1)
    return likeness * exp(-metres / CLOSE) * exp(-days / FADES)


def _nearest(lon: float, lat: float, private: bool) -> list[ContactRequest]:
    narrow = _narrow(lat)
    high, wide = RADIUS / METRES, RADIUS / METRES / narrow
    found = ContactRequest.objects.filter(
        state__in=ContactRequest.OPEN_STATES, at__gt=clock.now() - timedelta(DAYS),
        lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide),
    )  # fmt: skip
    north, east = F("lat") - lat, (F("lon") - lon) * narrow
    shown = found if private else found.filter(is_public=True)
    return list(shown.order_by(north * north + east * east, "-at")[:NEAREST])


def _metres(each: ContactRequest, lon: float, lat: float) -> float:
    return hypot((each.lat or lat) - lat, ((each.lon or lon) - lon) * _narrow(lat)) * METRES


def _narrow(lat: float) -> float:
    """How much shorter a degree of longitude is than one of latitude."""
    return max(0.01, cos(radians(lat)))


def _alike(words: str, others: Sequence[str]) -> list[float]:
    """How alike each of the others is in meaning, at most 1. What was read before is remembered.

    At most so many are read anew at once, the nearest first, so that nobody waits; the rest count by topic until then.
    """
    if not others:
        return []
    own, *texts = (text[:READ] for text in (words, *others))
    unread = list(dict.fromkeys(text for text in texts if text not in _held))[:AT_ONCE]
    vector, *vectors = shared_embedder().embed([own, *unread])
    known = {text: _held[text] for text in texts if text in _held} | dict(zip(unread, vectors, strict=True))
    _remember({text: known[text] for text in unread})
    return [float(known[text] @ vector) if text in known else 0.0 for text in texts]


def _remember(read: dict[str, NDArray[np.float32]]) -> None:
    if len(_held) > HELD:
        _held.clear()
    _held.update(read)
