"""What operators have before them: contacts to sort, and what a caller has said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from onecity.common.actor import Actor
from onecity.common.ids import read_number
from onecity.contact import permissions as may
from onecity.contact.models import ContactEvent, ContactRequest, WorkOrder
from onecity.contact.refusals import NoSuchRequest, NotYours
from onecity.contact.reporter import phone_mark

PAGE = 20
FEW = 5


@dataclass(frozen=True, slots=True)
class ToSort:
    """``after`` opens the next page; empty on the last."""

    rows: Sequence[ContactRequest]
    after: str = ""


def to_sort(actor: Actor, after: str = "", *, district: str = "") -> ToSort:
    """What waits for a person to choose the topic, the oldest first; of one district, if one is given."""
    _only_operators(actor)
    waiting = ContactRequest.objects.filter(state=ContactRequest.RECEIVED)
    if district:
        waiting = waiting.filter(district=district)
    if place := _place(after):
        waiting = waiting.filter(Q(at__gt=place[0]) | Q(at=place[0], id__gt=place[1]))
    rows = list(waiting.order_by("at", "id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return ToSort(rows[:PAGE], f"{last.at.isoformat()}~{last.id}" if last else "")


def earlier_of_phone(actor: Actor, phone: str) -> list[ContactRequest]:
    """What came from a telephone number before, the newest first."""
    _only_operators(actor)
    mark = phone_mark(phone)
    if mark is None:
        return []
    return list(ContactRequest.objects.filter(phone_mark=mark).order_by("-at")[:FEW])


def id_by_number(actor: Actor, number: str) -> UUID:
    """The request with a number, however it was typed."""
    _only_operators(actor)
    found = ContactRequest.objects.filter(number=read_number(number) or "").values_list("id", flat=True).first()
    if found is None:
        raise NoSuchRequest
    return found


def last_event(request_id: UUID, actor: Actor) -> str:
    """The id of what happened last to a request: whoever has seen that has seen everything."""
    _only_operators(actor)
    happened = ContactEvent.objects.filter(request_id=request_id).order_by("-id")
    return str(happened.values_list("id", flat=True).first() or "")


def extensions_asked(actor: Actor) -> list[WorkOrder]:
    """Orders whose agencies ask for more time, what is due first stands first."""
    _only_operators(actor)
    return list(WorkOrder.objects.filter(extension="asked", state__in=WorkOrder.OPEN_STATES).order_by("due_at")[:PAGE])


def _only_operators(actor: Actor) -> None:
    if not may.sorts(actor):
        raise NotYours


def _place(after: str) -> tuple[datetime, UUID] | None:
    """Where the last page ended; a place that cannot be read is the beginning."""
    try:
        moment, _tilde, request = after.partition("~")
        return datetime.fromisoformat(moment), UUID(request)
    except ValueError:
        return None
