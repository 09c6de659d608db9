"""A person decides what a matter is about: the first time, or again when it went to the wrong agency."""

from uuid import UUID

from django.db import transaction

from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.contact import permissions as may
from onecity.contact.domain.routing import route, topic_of
from onecity.contact.domain.telling import tell
from onecity.contact.domain.work import close_orders, open_orders, said, take_up, trace
from onecity.contact.events import event
from onecity.contact.models import ContactRequest, WorkOrder
from onecity.contact.refusals import NotYours, RequestEnded

ROUTED = (
    "topic", "topic_by", "kind", "agency", "state", "urgent", "is_public", "due_at", "changed_at",
    "answered_at", "outcome",
)  # fmt: skip


@transaction.atomic
def sort_request(*, request_id: UUID, topic: str, actor: Actor) -> ContactRequest:
    """Choose the topic. Orders that other agencies still had are cancelled; the machine learns from the choice."""
    if not may.sorts(actor):
        raise NotYours
    request = take_up(request_id)
    if request.ended:
        raise RequestEnded
    chosen, before = topic_of(topic), request.topic
    cancelled = close_orders(open_orders(request.id), WorkOrder.CANCELLED)
    orders = route(request, chosen, "operator")
    happened = event(request, "sorted", actor, topic=chosen.code, before=before, agency=chosen.agency)
    with rows.together():
        rows.change(cancelled, ("state", "done_at", "changed_at"))
        rows.change([request], ROUTED)
        rows.store(happened, *orders, *tell(request, "contact-sent", agency=chosen.agency))
        trace(request, actor)
    return request


@transaction.atomic
def refuse_request(*, request_id: UUID, reason: str, actor: Actor) -> ContactRequest:
    """Close what is no matter of the city, with a reason that the reporter reads."""
    if not may.sorts(actor):
        raise NotYours
    request = take_up(request_id)
    if request.ended:
        raise RequestEnded
    request.outcome = said(reason)
    request.state, request.ended_at, request.changed_at = ContactRequest.CLOSED, clock.now(), clock.now()
    cancelled = close_orders(open_orders(request.id), WorkOrder.CANCELLED)
    with rows.together():
        rows.change(cancelled, ("state", "done_at", "changed_at"))
        rows.change([request], ("state", "outcome", "ended_at", "changed_at"))
        rows.store(event(request, "refused", actor, reason=request.outcome), *tell(request, "contact-closed"))
        trace(request, actor)
    return request
