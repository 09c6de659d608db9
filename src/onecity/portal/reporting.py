"""What somebody is about to report, kept in her session between the two pages, and what the city makes of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from onecity.city import queries as city
from onecity.common import clock
from onecity.contact import knowledge, releases
from onecity.contact.definition import Topic
from onecity.contact.domain.routing import due_at
from onecity.contact.models import ContactRequest
from onecity.contact.queries.near import near_duplicates
from onecity.contact.understanding import Understood, understand

KEY = "report"  # in the session


@dataclass(frozen=True, slots=True)
class Told:
    """What she has said so far."""

    words: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None


def keep(request: HttpRequest, told: Told) -> None:
    request.session[KEY] = {"words": told.words, "place": told.place, "lon": told.lon, "lat": told.lat}


def kept(request: HttpRequest) -> Told:
    return Told(**request.session.get(KEY, {}))


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def told_in(posted: Any) -> Told:
    """What came with a form. A point that is no point of the earth is left out."""
    lon, lat = _number(posted.get("lon"), 180), _number(posted.get("lat"), 90)
    both = lon is not None and lat is not None
    words, place = posted.get("words", "").strip(), posted.get("place", "").strip()[:300]
    return Told(words, place, lon if both else None, lat if both else None)


def _number(text: str | None, most: float) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if -most <= value <= most else None


def made_of(told: Told) -> dict[str, object]:
    """What the page shows before anything is sent: the matter, office and date, answers, and the same from others."""
    understood = understand(told.words, place=told.place, lon=told.lon, lat=told.lat)
    topic = topic_of(understood)
    answers = knowledge.find_answers(words=told.words, language=get_language() or "en")
    return {
        "told": told,
        "understood": understood,
        "topic": topic,
        "due": due_at(topic, clock.now()) if topic else None,
        "agency": city.current().agencies[topic.agency] if topic else None,
        "answers": answers,
        "near": _near(understood),
        "district": city.current().districts.get(understood.district),
    }


def topic_of(understood: Understood) -> Topic | None:
    """The topic when the city is sure enough of it."""
    return releases.current().topics.get(understood.guesses[0][0]) if understood.is_sure else None


def duplicates(told: Told) -> list[ContactRequest]:
    """What others have reported, as she was shown it."""
    return _near(understand(told.words, place=told.place, lon=told.lon, lat=told.lat))


def _near(understood: Understood) -> list[ContactRequest]:
    topics = [topic for topic, _chance in understood.guesses]
    return near_duplicates(words=understood.public_words, topics=topics, lon=understood.lon, lat=understood.lat)
