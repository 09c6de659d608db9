"""Telephone calls: where one stands, who calls, the promise to call back. A line tells of them by its own ids."""

import re
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from onecity.common import clock
from onecity.common.actor import SYSTEM, Actor
from onecity.common.sealed import seal, unseal
from onecity.contact import permissions as may
from onecity.contact.domain.intake import receive
from onecity.contact.models import Call, ContactRequest
from onecity.contact.refusals import NoSuchCall, NotYours
from onecity.contact.reporter import phone_mark

VOICEMAIL, CALL_BACK, OPERATOR = "voicemail", "call-back", "operator"
NUMBER = re.compile(r"\+?[0-9]{3,15}")
LINES = ("voice", "sip")  # with a menu; desk phones ("cti") promise nothing
WITHHELD = ("266696687", "7378742833", "2562533", "8656696")  # what lines write for an anonymous caller
OURS = {"zh": "zh-hans"}  # the city's name of a language -> that of its translations


def number_of(said: str) -> str:
    """The caller's number as a line says it (E.164, ``tel:``, ``sip:``); empty when it is withheld or is none."""
    bare = re.sub(r"^(?:sips?|tel):", "", said.strip()).split("@")[0].split(";")[0]
    bare = re.sub(r"[ ()./-]", "", bare)
    return bare if NUMBER.fullmatch(bare) and bare.lstrip("+") not in WITHHELD else ""


def begin_call(*, line: str, key: str, number: str, state: str = Call.MENU) -> Call:
    """A call, stored once however often the line tells of it."""
    number = number_of(number)
    call, _new = Call.objects.get_or_create(
        line=line, key=key[:100],
        defaults={
            "caller": seal(number) if number else None, "phone_mark": phone_mark(number), "state": state,
            "answered_at": clock.now() if state == Call.MENU else None,
        },
    )  # fmt: skip
    return call


def call_of(line: str, key: str) -> Call:
    call = Call.objects.filter(line=line, key=key[:100]).first()
    if call is None:
        raise NoSuchCall
    return call


def caller_of(call: Call) -> str:
    """The caller's number; empty when it is not known. The reader of it has been checked."""
    return unseal(bytes(call.caller)) if call.caller else ""


def note_call(call: Call, **facts: object) -> Call:
    """Write what is new about a call: ``language``, ``state``, ``wants``, ``operator_name`` and so on."""
    for name, value in facts.items():
        setattr(call, name, value)
    call.save(update_fields=list(facts))
    return call


def end_call(call: Call) -> Call:
    """It is over. Told twice, the first moment stays."""
    return call if call.ended_at else note_call(call, state=Call.ENDED, ended_at=clock.now())


@transaction.atomic
def ask_call_back(call: Call) -> ContactRequest | None:
    """Promise to call back: a contact request that a person takes up. None when the caller's number is not known."""
    number = caller_of(call)
    if not number:
        return None
    with translation.override(OURS.get(call.language, call.language or "en")):
        words = _("Call back, please. The caller asked for it by telephone and left no words.")
    request = receive(
        channel="phone", words=words, actor=SYSTEM, language=call.language, phone=number, private=True, unheard=True,
        key=key_of(CALL_BACK, call.line, call.key),
    ).request  # fmt: skip
    note_call(call, wants=CALL_BACK, request_id=request.id)
    return request


@transaction.atomic
def mark_called_back(*, call_id: UUID, actor: Actor) -> Call:
    """An operator has called back."""
    if not may.sorts(actor):
        raise NotYours
    call = Call.objects.select_for_update().filter(id=call_id).first()
    if call is None:
        raise NoSuchCall
    if call.called_back_at is None:
        note_call(call, called_back_at=clock.now(), operator_name=actor.name)
    return call


def note_outgoing(number: str, operator: str) -> int:
    """An operator's desk phone reached this number: calls that waited to be returned are returned. How many."""
    mark = phone_mark(number_of(number))
    waiting = Call.objects.filter(phone_mark=mark, wants=CALL_BACK, called_back_at=None, line__in=LINES)
    return waiting.update(called_back_at=clock.now(), operator_name=operator[:120]) if mark else 0


def key_of(kind: str, line: str, key: str) -> str:
    """By which what came of a call is stored once; at most 64 characters."""
    return f"{kind}:{line}:{sha256(key.encode()).hexdigest()[:40]}"
