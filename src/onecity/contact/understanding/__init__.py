"""What the city makes of somebody's words: language, topic, urgency, place, and what of it may be public."""

import re

from onecity.contact import releases
from onecity.contact.understanding.language import language_of
from onecity.contact.understanding.personal import without_personal_data
from onecity.contact.understanding.places import Found, at_point, find_place
from onecity.contact.understanding.topics import guess_topics
from onecity.contact.understanding.understood import Guess, Understood

__all__ = ["Guess", "Understood", "understand"]

DANGER = re.compile(
    r"(?i)gas leak|smell(?:s|ing)? (?:of )?gas|on fire|\bflames\b|collaps|electrocut|live wire"
    r"|sparking|flooding|burst|trapped"
    r"|煤气味|燃气泄漏|漏气|着火|起火|冒烟|坍塌|倒塌|触电|漏电|爆管|爆裂|被困"
)


def understand(
    words: str, *, language: str = "", place: str = "", lon: float | None = None, lat: float | None = None
) -> Understood:
    """Everything that can be told from the words themselves. Asks nobody and stores nothing."""
    spoken = language or language_of(words)
    guesses = guess_topics(words)
    centre = releases.current()
    best = centre.topics[guesses[0][0]] if guesses else None
    is_sure = bool(guesses) and guesses[0][1] * 100 >= centre.rules.sure
    where = _where(words, place, lon, lat, spoken)
    return Understood(
        language=spoken,
        guesses=guesses,
        is_sure=is_sure,
        urgent=bool(DANGER.search(words)) or (is_sure and best is not None and best.urgent),
        district=where.district,
        place=place or where.name,
        lon=where.lon,
        lat=where.lat,
        public_place=where.name,
        public_words=without_personal_data(words),
    )


def _where(words: str, place: str, lon: float | None, lat: float | None, language: str) -> Found:
    """A point on the map is believed most, then the address that was given, then what the words name."""
    if lon is not None and lat is not None:
        named = find_place(place, language) if place else Found()
        at = at_point(lon, lat)
        return Found(at.district or named.district, named.name or at.name, lon, lat)
    named = find_place(place, language) if place else Found()
    return named if named.district else find_place(words, language)
