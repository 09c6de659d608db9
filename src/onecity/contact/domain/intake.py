"""A matter comes in, by whatever door: understood, stored, sent on, and only then acknowledged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction

from onecity.city import queries as city
from onecity.common import rows
from onecity.common.actor import Actor
from onecity.common.ids import new_number, new_token
from onecity.contact import releases
from onecity.contact.definition import Topic
from onecity.contact.domain.routing import route, topic_of
from onecity.contact.domain.telling import tell
from onecity.contact.domain.work import trace
from onecity.contact.events import event
from onecity.contact.models import ContactRequest
from onecity.contact.pictures import new_pictures
from onecity.contact.refusals import WordsMissing, WordsTooLong
from onecity.contact.reporter import Reporter, email_mark, phone_mark, sealed, token_mark
from onecity.contact.understanding import Understood, understand

LONGEST = 4000  # characters (Open311's limit of a description)
NOBODY = Reporter()
ONE_KEY = "one_contact_each_key"
BY_ACTOR = {"operator": "operator", "officer": "agency", "client": "resident"}


@dataclass(frozen=True, slots=True)
class Received:
    """What is stored. ``token`` opens the reporter's page and is told to her alone; empty when it was stored before."""

    request: ContactRequest
    token: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that somebody said about a matter."""

    channel: str
    words: str
    topic: str = ""
    language: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    reporter: Reporter = NOBODY
    answers: Mapping[str, object] | None = None
    pictures: Sequence[bytes] = ()
    key: str = ""
    private: bool = False
    unheard: bool = False
    thread: str = ""


def receive(
    *, channel: str, words: str, actor: Actor, topic: str = "", language: str = "", place: str = "",
    lon: float | None = None, lat: float | None = None, name: str = "", phone: str = "", email: str = "",
    answers: Mapping[str, object] | None = None, pictures: Sequence[bytes] = (), key: str = "", private: bool = False,
    unheard: bool = False, thread: str = "",
) -> Received:  # fmt: skip
    """Store a matter and send it on. The same ``key`` by the same door gives the same request again.

    Without a ``topic`` the city works out what it is about; when it is not sure enough, a person decides. Refuses empty
    and overlong words, an unknown topic, and pictures that cannot be used. ``unheard``: the words say nothing about the
    matter yet (a voicemail), so nothing is made of them. ``thread`` is the Message-ID of the e-mail by which it came.
    """
    said = Said(
        channel, _checked(words), topic, language, place.strip()[:300], lon, lat,
        Reporter(name.strip()[:120], phone.strip()[:40], email.strip()[:200]), answers, pictures, key, private, unheard,
        thread=thread,
    )  # fmt: skip
    try:
        return _stored_before(said) or _store(said, actor)
    except IntegrityError as error:
        if ONE_KEY in str(error) and (before := _stored_before(said)):
            return before
        raise


def _checked(words: str) -> str:
    words = words.replace("\x00", "").strip()
    if not words:
        raise WordsMissing
    if len(words) > LONGEST:
        raise WordsTooLong(LONGEST)
    return words


def _stored_before(said: Said) -> Received | None:
    if not said.key:
        return None
    before = ContactRequest.objects.filter(channel=said.channel, request_key=said.key).first()
    return Received(before) if before else None


def _store(said: Said, actor: Actor) -> Received:
    understood = _understood(said)
    token = new_token()
    request = _request(said, understood, token, actor)
    orders = []
    if topic := _topic(said, understood):
        orders = route(request, topic, BY_ACTOR.get(actor.kind, "resident") if said.topic else "machine")
    photos = new_pictures(said.pictures, request_id=request.id)
    for photo in photos:
        photo.is_public = request.is_public
    with transaction.atomic(), rows.together():
        told = tell(request, "contact-received", thread=said.thread)
        rows.store(request, event(request, "received", actor, topic=request.topic), *orders, *told)
        for photo in photos:
            photo.save(force_insert=True)
        trace(request, actor, "submit")
    return Received(request, token)


def _understood(said: Said) -> Understood:
    if said.unheard:
        return Understood(language=said.language or city.current().languages[0])
    return understand(said.words, language=said.language, place=said.place, lon=said.lon, lat=said.lat)


def _topic(said: Said, understood: Understood) -> Topic | None:
    """What was said to be the topic; else what the city is sure enough about."""
    if said.topic:
        return topic_of(said.topic)
    return releases.current().topics[understood.guesses[0][0]] if understood.is_sure else None


def _request(said: Said, understood: Understood, token: str, actor: Actor) -> ContactRequest:
    here = city.current()
    return ContactRequest(
        number=new_number(here.number_prefix), channel=said.channel, language=understood.language,
        guesses=[list(guess) for guess in understood.guesses], urgent=understood.urgent, words=said.words,
        public_words=understood.public_words, is_public=not said.private, answers=dict(said.answers or {}),
        district=understood.district, place=said.place or understood.place, public_place=understood.public_place,
        lon=understood.lon, lat=understood.lat, resident_id=actor.resident,
        reporter=sealed(_with_token(said.reporter, token)),
        phone_mark=phone_mark(said.reporter.phone), email_mark=email_mark(said.reporter.email),
        token_mark=token_mark(token), request_key=said.key, account_id=UUID(actor.id) if actor.id else None,
        made_up=here.made_up,
    )  # fmt: skip


def _with_token(reporter: Reporter, token: str) -> Reporter:
    return replace(reporter, token=token) if reporter.email else reporter
