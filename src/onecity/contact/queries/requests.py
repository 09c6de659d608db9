"""One request with everything around it, for whoever may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onecity.common.actor import Actor
from onecity.contact import permissions as may
from onecity.contact.domain.work import trace
from onecity.contact.models import ContactEvent, ContactRequest, Picture, Survey, WorkOrder
from onecity.contact.refusals import NoSuchRequest
from onecity.contact.reporter import token_mark
from onecity.contact.words import sentence

FEW = 30


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    words: str
    kind: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class RequestFile:
    """``pictures`` without their bytes; ``history`` the oldest first, as far as the reader may see it."""

    request: ContactRequest
    history: Sequence[Happening]
    pictures: Sequence[Picture]
    orders: Sequence[WorkOrder]
    survey: Survey | None


def request_by_token(token: str) -> ContactRequest:
    """The request whose page this token opens. A wrong token looks like no request."""
    found = ContactRequest.objects.filter(token_mark=token_mark(token)).first() if token else None
    if found is None:
        raise NoSuchRequest
    return found


def file_for_reporter(request: ContactRequest) -> RequestFile:
    """What the reporter sees of her own request: public events, and no officer's name. The caller has checked her."""
    events = ContactEvent.objects.filter(request_id=request.id, public=True).order_by("id")
    history = [Happening(event.at, sentence(_nameless(event)), event.kind) for event in events]
    return _file(request, history)


def file_for_office(request_id: UUID, actor: Actor) -> RequestFile:
    """What an operator, or an officer of an agency with an order of it, sees. Others learn nothing.

    A known resident finds the look in her record.
    """
    request = ContactRequest.objects.filter(id=request_id).first()
    orders = list(WorkOrder.objects.filter(request_id=request_id).order_by("id"))
    if request is None or not (may.sorts(actor) or any(may.works_for(actor, order) for order in orders)):
        raise NoSuchRequest
    _record(request, actor)
    events = ContactEvent.objects.filter(request_id=request.id).order_by("id")
    return _file(request, [Happening(e.at, sentence(e), e.kind, e.actor_name) for e in events], orders)


@transaction.atomic
def _record(request: ContactRequest, actor: Actor) -> None:
    trace(request, actor, "read")


def requests_of(actor: Actor) -> list[ContactRequest]:
    """What a signed-in resident has reported, the newest first."""
    if actor.resident is None:
        return []
    return list(ContactRequest.objects.filter(resident_id=actor.resident).order_by("-at")[:FEW])


def _file(
    request: ContactRequest, history: Sequence[Happening], orders: Sequence[WorkOrder] | None = None
) -> RequestFile:
    pictures = Picture.objects.filter(request_id=request.id).defer("data").order_by("id")
    survey = Survey.objects.filter(request_id=request.id).order_by("-round").first()
    if orders is None:
        orders = list(WorkOrder.objects.filter(request_id=request.id).order_by("id"))
    return RequestFile(request, history, list(pictures), orders, survey)


def _nameless(event: ContactEvent) -> ContactEvent:
    """An agency answers with its own name, not with that of an officer."""
    if event.actor_kind in ("officer", "operator", "client"):
        event.actor_name = ""
    return event
