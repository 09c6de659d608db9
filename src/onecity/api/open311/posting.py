"""A request that a program files: who it is, and what it sent, read strictly once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from onecity.api.open311 import media
from onecity.api.open311.attributes import read_attributes
from onecity.api.open311.door import check_jurisdiction
from onecity.api.open311.filters import Reading
from onecity.api.open311.plain import plain, wrong
from onecity.api.open311.refused import NoKey
from onecity.common.actor import Actor
from onecity.common.errors import Invalid, NotAllowed, NotFound
from onecity.contact.definition import Centre, Topic
from onecity.contact.domain.intake import Received
from onecity.contact.links import report_link
from onecity.identity import limits
from onecity.identity.domain import account_or_agency_of

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
BURST, BURST_WITHIN = 120, timedelta(minutes=1)  # of one network address, with or without a key
DAILY, DAILY_WITHIN = 5000, timedelta(days=1)  # of one key
LONGEST_URL = 2000
is_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What was sent, by the names under which the contact centre takes it."""

    topic: str
    words: str
    place: str
    lon: float | None
    lat: float | None
    name: str
    phone: str
    email: str
    answers: dict[str, object]
    pictures: tuple[bytes, ...]


def sender(request: HttpRequest) -> Actor:
    """Whose key was sent: as the parameter ``api_key``, in the body or the address, or as a bearer token.

    Bursts and bodies that are too large are refused before the body is read.
    """
    limits.check(what="open311", who=limits.address_of(request), times=BURST, within=BURST_WITHIN)
    media.check_length(request)
    _check_form(request)
    actor = _holder(_key(request))
    limits.check(what="open311-key", who=actor.id, times=DAILY, within=DAILY_WITHIN)
    return actor


def read_posted(request: HttpRequest, centre: Centre) -> Posted:
    """Refuses what is missing, unknown, too long, out of range or not plain text."""
    sent = request.POST
    check_characters(sent)
    check_jurisdiction(sent)
    topic = _topic(sent, centre)
    reading = Reading(sent)
    lat, lon = reading.number("lat", -90, 90), reading.number("long", -180, 180)
    place = plain("address_string", reading.text("address_string"))
    _check_place(reading, topic, lat, lon, place)
    reading.check()
    answers = read_attributes(sent, topic) | _media_url(reading.text("media_url"))
    return Posted(
        topic=topic.code, words=plain("description", reading.text("description")) or str(topic.title), place=place,
        lon=lon, lat=lat, name=_name(reading), phone=plain("phone", reading.text("phone")),
        email=_email(plain("email", reading.text("email"))), answers=answers,
        pictures=tuple(media.read_pictures(request.FILES)),
    )  # fmt: skip


def repeat_key(headers: Mapping[str, str], actor: Actor) -> str:
    """A sender that names its request (``Idempotency-Key``) may send it again: it is stored once. Empty without."""
    named = headers.get("Idempotency-Key", "").strip()
    return hashlib.sha256(f"{actor.id}\n{named}".encode()).hexdigest() if named else ""


def check_characters(sent: QueryDict) -> None:
    if any("\x00" in text for name, values in sent.lists() for text in (name, *values)):
        raise Invalid(_("NUL characters cannot be used."))


def _check_form(request: HttpRequest) -> None:
    """XML and JSON are what is answered; what is sent is a form. Nothing else is ever parsed."""
    if request.content_type not in FORMS:
        words = _("The request must be sent as a form.")
        raise Invalid(words, next_step=_("Send it with Content-Type: application/x-www-form-urlencoded."))


def _key(request: HttpRequest) -> str:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    return (request.GET.get("api_key") or request.POST.get("api_key") or "").strip()


def _holder(key: str) -> Actor:
    if not key:
        raise NoKey(_("The api_key is missing."), next_step=_("Send the key that the city gave you as api_key."))
    try:
        return account_or_agency_of(key)
    except NotAllowed:
        raise NoKey(_("This api_key is not valid."), next_step=_("Ask the city for another one.")) from None


def _topic(sent: QueryDict, centre: Centre) -> Topic:
    code = sent.get("service_code", "").strip()
    if not code:
        raise Invalid(_("The service_code is missing."), next_step=_("Take it from the list of services."))
    if code not in centre.topics:
        raise NotFound(_("This service_code is not found."), next_step=_("Take it from the list of services."))
    return centre.topics[code]


def _check_place(reading: Reading, topic: Topic, lat: float | None, lon: float | None, place: str) -> None:
    """One of lat with long, or address_string; of a topic that has no place, neither."""
    if (lat is None) != (lon is None):
        reading.wrong.setdefault("lat" if lat is None else "long", _("Send lat and long together."))
    elif lat is None and not place and topic.place != "none":
        by_id = reading.text("address_id")
        words = _("This city has no register of addresses: send lat and long, or address_string.")
        reading.wrong["address_id" if by_id else "address_string"] = (
            words if by_id else _("Say where it is: send lat and long, or address_string.")
        )


def _name(reading: Reading) -> str:
    parts = (plain(name, reading.text(name)) for name in ("first_name", "last_name"))
    return " ".join(filter(None, parts))


def _email(text: str) -> str:
    try:
        if text:
            validate_email(text)
    except ValidationError:
        raise wrong("email", _("Write an e-mail address such as name@example.org.")) from None
    return text


def _media_url(text: str) -> dict[str, object]:
    """An address of a picture is kept for the office, and never fetched or shown to others."""
    if not text:
        return {}
    try:
        is_url(text if len(text) <= LONGEST_URL else "")
    except ValidationError:
        raise wrong("media_url", _("Write an address that begins with https:// or http://.")) from None
    return {"media_url": text}


def receipt(received: Received) -> dict[str, object]:
    """What the sender is told: the number, what happens now, and the link by which the reporter follows it."""
    link = report_link(received.token)
    words = _("Follow it at %(link)s") % {"link": link} if link else None
    return {"service_request_id": received.request.number, "service_notice": words, "account_id": None}
