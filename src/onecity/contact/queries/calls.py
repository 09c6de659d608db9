"""Calls and recordings, for operators only."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onecity.common import rows
from onecity.common.actor import Actor
from onecity.contact import permissions as may
from onecity.contact.domain.calls import CALL_BACK, caller_of
from onecity.contact.domain.voicemails import CHANNEL
from onecity.contact.models import Call, ContactEvent, ContactRequest, Inbound
from onecity.contact.refusals import NoSuchRecording, NotYours
from onecity.ledger import domain as ledger

FEW = 100
KEYS = "22233344455566677778889999"  # what A to Z are on a telephone
KEYED = f"right(translate(number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-', '{KEYS}'), 9)"  # as the index has it
BY_KEYS = f"""
SELECT {rows.columns(ContactRequest)} FROM contact_contactrequest
WHERE {KEYED} = %(keys)s AND (is_public OR phone_mark = %(mark)s) LIMIT 2
"""  # noqa: S608  our own names


@dataclass(frozen=True, slots=True)
class CallSeen:
    """``number`` is empty when the caller withholds it."""

    call: Call
    number: str


@dataclass(frozen=True, slots=True)
class Tape:
    """A voicemail by the id under which it is played; how sure a machine was of its words, if one heard any."""

    id: UUID
    sureness: float | None


def live_calls(actor: Actor) -> list[CallSeen]:
    """Calls that ring, stand in the menu, wait or are spoken, the oldest first."""
    live = (Call.RINGING, Call.MENU, Call.WAITING, Call.TALKING)
    return _seen(actor, Call.objects.filter(state__in=live).order_by("at")[:FEW])


def calls_to_return(actor: Actor) -> list[CallSeen]:
    """Calls that somebody promised to return, the oldest first."""
    waiting = Call.objects.filter(wants=CALL_BACK, called_back_at=None)
    return _seen(actor, waiting.order_by("at")[:FEW])


def request_by_keys(keys: str, mark: bytes | None) -> ContactRequest | None:
    """The request whose number is keyed in as nine digits (the letters by the keys they stand on).

    Found among those of the same telephone and the public ones; none when there is none, or more than one.
    """
    if len(keys) != 9 or not (keys.isascii() and keys.isdecimal()):
        return None
    found = rows.many(BY_KEYS, {"keys": keys, "mark": mark})
    return rows.instance(ContactRequest, found[0]) if len(found) == 1 else None


def recordings_of(request_id: UUID, actor: Actor) -> list[Tape]:
    """The voicemails of a request. Once a person wrote down what she heard, the words are no longer a machine's."""
    if not may.sorts(actor):
        raise NotYours
    stored = Inbound.objects.filter(channel=CHANNEL, request_id=request_id).order_by("id")
    corrected = ContactEvent.objects.filter(request_id=request_id, kind="written-down").exists()
    return [
        Tape(number, None if corrected else facts.get("sureness"))
        for number, facts in stored.values_list("id", "facts")
    ]


@transaction.atomic
def recording(recording_id: UUID, actor: Actor) -> bytes:
    """The sound of a voicemail (WAV, or what the provider sent). That somebody listened stands in the ledger."""
    if not may.sorts(actor):
        raise NoSuchRecording
    stored = Inbound.objects.filter(id=recording_id, channel=CHANNEL).first()
    if stored is None or not stored.raw:
        raise NoSuchRecording
    ledger.record(actor=actor, action="read", what="voicemail", purpose="contact")
    return bytes(stored.raw)


def _seen(actor: Actor, calls: Iterable[Call]) -> list[CallSeen]:
    if not may.sorts(actor):
        raise NotYours
    return [CallSeen(call, caller_of(call)) for call in calls]
