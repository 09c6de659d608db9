"""Voicemails: the recording is stored as it came, then becomes a request; an operator writes down what she hears."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from onecity.city import queries as city
from onecity.common import clock
from onecity.common.actor import SYSTEM, Actor
from onecity.common.sealed import seal, unseal
from onecity.contact import permissions as may
from onecity.contact.domain.calls import OURS, VOICEMAIL, key_of, note_call
from onecity.contact.domain.intake import LONGEST, receive
from onecity.contact.domain.routing import route
from onecity.contact.domain.telling import tell
from onecity.contact.domain.work import take_up, trace
from onecity.contact.events import event
from onecity.contact.models import Call, ContactRequest, Inbound
from onecity.contact.refusals import NotYours, RequestEnded, WordsMissing, WordsTooLong
from onecity.contact.releases import current
from onecity.contact.understanding import understand

CHANNEL = "voicemail"
TRIES = 200  # then a person has to look; the recording stays


def keep(*, line: str, key: str, audio: bytes, number: str = "", facts: Mapping[str, object] | None = None) -> Inbound:
    """Store a recording. The same key stores it once; ``audio`` may be empty while it is still being fetched."""
    known = dict(facts or {}) | {"line": line}
    if number:
        known["caller"] = seal(number).hex()
    stored, _new = Inbound.objects.get_or_create(
        channel=CHANNEL, key=f"{line}:{key}"[:200], defaults={"raw": audio, "facts": known}
    )
    return stored


@transaction.atomic
def take_in(inbound_id: UUID, heard: str = "", sureness: float = 0.0) -> ContactRequest | None:
    """Make a request of a stored recording, once. ``heard`` is what a machine understood of it; empty: nobody listened.

    How sure it was (0 to 1) is kept with the recording.

    None when it has been taken in before, or there is no sound yet.
    """
    stored = Inbound.objects.select_for_update().filter(id=inbound_id, state=Inbound.WAITING).first()
    if stored is None or not stored.raw:
        return None
    language = str(stored.facts.get("language", ""))
    request = receive(
        channel="phone", words=(heard or _unheard(language, stored.facts))[:LONGEST], actor=SYSTEM, language=language,
        phone=_caller(stored), key=key_of(VOICEMAIL, str(stored.facts["line"]), stored.key), private=True,
        unheard=not heard,
    ).request  # fmt: skip
    stored.state, stored.request_id = Inbound.TAKEN_IN, request.id
    if heard:
        stored.facts = stored.facts | {"sureness": round(sureness, 2)}
    stored.save(update_fields=["state", "request_id", "facts"])
    call = Call.objects.filter(line=stored.facts["line"], key=stored.facts.get("call", "")).first()
    if call:
        note_call(call, wants=VOICEMAIL, request_id=request.id)
    return request


@transaction.atomic
def write_down(*, request_id: UUID, words: str, actor: Actor) -> ContactRequest:
    """What an operator heard in a voicemail becomes the words of the request; the city then understands them.

    Sure of the topic, it sends the matter on as it would have at once; else a person decides. History keeps who wrote.
    """
    if not may.sorts(actor):
        raise NotYours
    request = take_up(request_id)
    if request.ended:
        raise RequestEnded
    request.words = _checked(words)
    orders, told = _understand(request), []
    if orders:
        told = tell(request, "contact-sent", agency=request.agency)
    request.changed_at = clock.now()
    request.save()
    for row in (*orders, event(request, "written-down", actor, public=False, topic=request.topic), *told):
        row.save(force_insert=True)
    trace(request, actor)
    return request


def _understand(request: ContactRequest) -> list:  # type: ignore[type-arg]
    found = understand(request.words, place=request.place)
    request.language, request.guesses = found.language, [list(guess) for guess in found.guesses]
    request.public_words, request.urgent = found.public_words, request.urgent or found.urgent
    if not request.district:
        request.district, request.place, request.public_place = found.district, found.place, found.public_place
        request.lon, request.lat = found.lon, found.lat
    if request.state != ContactRequest.RECEIVED or not found.is_sure:
        return []
    return route(request, current().topics[found.guesses[0][0]], "machine")


def _checked(words: str) -> str:
    words = words.replace("\x00", "").strip()
    if not words:
        raise WordsMissing
    if len(words) > LONGEST:
        raise WordsTooLong(LONGEST)
    return words


def _caller(stored: Inbound) -> str:
    sealed = stored.facts.get("caller")
    return unseal(bytes.fromhex(sealed)) if sealed else ""


def _unheard(language: str, facts: Mapping[str, object]) -> str:
    with translation.override(OURS.get(language or city.current().languages[0], language)):
        return _("A voicemail of %(seconds)s seconds. Nobody has listened to it yet.") % {
            "seconds": facts.get("seconds", "?")
        }
