"""Letters that the machine did not take in: operators see why, and take them in by hand or put them aside.

Nothing is lost by a refusal: the letter stays as it came until it is ninety days old.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onecity.common import rows
from onecity.common.actor import Actor
from onecity.contact import permissions as may
from onecity.contact.domain.intake import receive
from onecity.contact.incoming import Incoming, Unreadable, headers_of, read_letter
from onecity.contact.mail import CHANNEL, own_addresses, usable_photos
from onecity.contact.models import ContactRequest, Inbound
from onecity.contact.refusals import NoSuchLetter, NotYours
from onecity.ledger import domain as ledger

PAGE = 30
HEADERS = 16_000  # bytes of a letter that a list looks at
PARKED = """
SELECT id, at, why, coalesce((facts->>'size')::bigint, 0), substring(raw FROM 1 FOR %(headers)s) FROM contact_inbound
WHERE channel = %(channel)s AND state = 'refused' AND NOT facts ? 'put_aside'
    AND (%(robots)s OR NOT why = ANY(%(by_robots)s)) AND id < %(before)s
ORDER BY id DESC LIMIT %(limit)s
"""
BY_ROBOTS = ("bounce", "automatic", "ourselves")
NEWEST = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Parked:
    """``why`` is a code of ours or a sentence; ``letter`` is what its headers say; ``size`` in bytes."""

    id: UUID
    at: datetime
    why: str
    size: int
    letter: Incoming


def parked_letters(actor: Actor, *, robots: bool = False, before: UUID | None = None) -> Sequence[Parked]:
    """The newest first; those that machines wrote only when asked for."""
    if not may.sorts(actor):
        raise NotYours
    values = {
        "headers": HEADERS, "channel": CHANNEL, "robots": robots, "by_robots": list(BY_ROBOTS),
        "before": before or NEWEST, "limit": PAGE,
    }  # fmt: skip
    return [_parked(*row) for row in rows.many(PARKED, values)]


@transaction.atomic
def parked_letter(inbound_id: UUID, actor: Actor) -> Parked:
    """One letter with its words, as far as they can be read. That somebody read it stands in the ledger."""
    inbound = _found(inbound_id, actor)
    ledger.record(actor=actor, action="read", what="letter", purpose="contact")
    return Parked(inbound.id, inbound.at, inbound.why, int(inbound.facts.get("size", 0)), _read(inbound))


@transaction.atomic
def take_by_hand(*, inbound_id: UUID, words: str, topic: str, actor: Actor) -> ContactRequest:
    """It is a contact after all, in the words that an operator read in it; its sender is told, if that is safe."""
    inbound = _found(inbound_id, actor)
    letter = _read(inbound)
    photos, _left_out = usable_photos(letter)
    answer = letter.wants_answer and not letter.robot
    request = receive(
        channel=CHANNEL, words=words, topic=topic, actor=actor, name=letter.name, pictures=photos, key=inbound.key,
        email=letter.sender if answer else "", private=True, thread=letter.message_id,
    ).request  # fmt: skip
    inbound.state, inbound.request_id = Inbound.TAKEN_IN, request.id
    inbound.save(update_fields=["state", "request_id"])
    return request


@transaction.atomic
def put_aside(*, inbound_id: UUID, actor: Actor) -> None:
    """Nobody needs to look at it again; it stays refused."""
    inbound = _found(inbound_id, actor)
    inbound.facts = inbound.facts | {"put_aside": actor.name}
    inbound.save(update_fields=["facts"])


def _found(inbound_id: UUID, actor: Actor) -> Inbound:
    """A refused letter under its lock, for operators; others learn nothing."""
    if not may.sorts(actor):
        raise NoSuchLetter
    refused = Inbound.objects.select_for_update().filter(id=inbound_id, channel=CHANNEL, state=Inbound.REFUSED)
    if (inbound := refused.first()) is None:
        raise NoSuchLetter
    return inbound


def _read(inbound: Inbound) -> Incoming:
    """The whole letter; its headers where the rest cannot be read or was never taken."""
    raw, own = bytes(inbound.raw), own_addresses()
    try:
        return headers_of(raw, own) if inbound.facts.get("too_large") else read_letter(raw, own)
    except Unreadable:
        return headers_of(raw[:HEADERS], own)


def _parked(inbound_id: UUID, at: datetime, why: str, size: int, start: bytes) -> Parked:
    headers = bytes(start).replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
    return Parked(inbound_id, at, why, size, headers_of(headers, own_addresses()))
