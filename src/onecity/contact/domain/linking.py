"""The same matter told twice, and matters that belong together."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.common.errors import Invalid
from onecity.contact import permissions as may
from onecity.contact.domain.routing import route, topic_of
from onecity.contact.domain.sorting import ROUTED
from onecity.contact.domain.telling import tell
from onecity.contact.domain.work import close_orders, open_orders, take_up, trace, why
from onecity.contact.events import event
from onecity.contact.models import ContactRequest, WorkOrder
from onecity.contact.refusals import NotYours, RequestEnded


@transaction.atomic
def merge(*, request_id: UUID, into: UUID, actor: Actor) -> ContactRequest:
    """This one is the same as another, where it goes on. Its orders end; its reporter is told the other's number.

    The reporter herself may say so of her own, an operator of any.
    """
    other, request = _both(request_id, into)
    if not (may.sorts(actor) or may.reported(actor, request)):
        raise NotYours
    if request.ended or other.merged_into:
        raise RequestEnded
    _check_no_parts(request)
    cancelled = close_orders(open_orders(request.id), WorkOrder.CANCELLED)
    request.state, request.merged_into = ContactRequest.MERGED, other.id
    request.ended_at = request.changed_at = clock.now()
    with rows.together():
        rows.change(cancelled, ("state", "done_at", "changed_at"))
        rows.change([request], ("state", "merged_into", "ended_at", "changed_at"))
        rows.store(
            event(request, "merged", actor, number=other.number),
            event(other, "joined", actor, public=False, number=request.number),
            *tell(request, "contact-merged", other=other.number),
        )
        trace(request, actor)
    return request


@transaction.atomic
def set_parent(*, request_id: UUID, parent: UUID, actor: Actor) -> ContactRequest:
    """This one is part of a larger matter. It keeps its own order, and is answered with the larger one.

    What nobody has sorted yet goes where the larger one went. Refuses parts of parts: there is one parent, with parts.
    """
    other, request = _both(request_id, parent)
    if not may.sorts(actor):
        raise NotYours
    _check_parent(request, other)
    before = request.state
    orders = route(request, topic_of(other.topic), "operator") if _unsorted(request) and other.topic else []
    request.parent_id, request.changed_at = other.id, clock.now()
    sent = tell(request, "contact-sent", agency=request.agency) if request.state != before else []
    with rows.together():
        rows.change([request], ("parent_id", *ROUTED))
        rows.store(
            event(request, "linked", actor, public=False, number=other.number),
            event(other, "part-added", actor, public=False, number=request.number),
            *orders,
            *sent,
        )
        trace(request, actor)
    return request


def _unsorted(request: ContactRequest) -> bool:
    return request.state == ContactRequest.RECEIVED


def _check_parent(request: ContactRequest, parent: ContactRequest) -> None:
    if request.ended or parent.ended:
        raise RequestEnded
    if parent.parent_id == request.id:
        raise Invalid(_("The other one belongs to this one already."), code="circle")
    if parent.parent_id:
        raise Invalid(_("The other one is part of a larger matter itself: choose that one."), code="part-of-part")
    _check_no_parts(request)


def _check_no_parts(request: ContactRequest) -> None:
    """They would wait for an answer that never comes."""
    if ContactRequest.objects.filter(parent_id=request.id).exists():
        raise Invalid(_("Others are part of this one: free them first."), code="has-parts")


@transaction.atomic
def unlink(*, request_id: UUID, actor: Actor) -> ContactRequest:
    """It does not belong to the other one after all. What was merged waits to be sorted again."""
    if not may.sorts(actor):
        raise NotYours
    request = take_up(request_id)
    other = request.merged_into or request.parent_id
    if other is None:
        raise Invalid(_("It belongs to no other report."), code="not-linked")
    if request.merged_into:
        request.state, request.ended_at, request.merged_into = ContactRequest.RECEIVED, None, None
    else:
        request.parent_id = None
    request.changed_at = clock.now()
    number = ContactRequest.objects.values_list("number", flat=True).get(id=other)
    with rows.together():
        rows.change([request], ("state", "ended_at", "merged_into", "parent_id", "changed_at"))
        rows.store(event(request, "unlinked", actor, public=False, number=number))
        trace(request, actor)
    return request


@transaction.atomic
def add_words(*, request_id: UUID, text: str, actor: Actor) -> ContactRequest:
    """The reporter adds something that the agency should know."""
    request = take_up(request_id)
    if not (may.reported(actor, request) or may.sorts(actor)):
        raise NotYours
    if request.ended:
        raise RequestEnded
    request.changed_at = clock.now()
    with rows.together():
        rows.change([request], ("changed_at",))
        rows.store(event(request, "added", actor, text=why(text)))
        trace(request, actor)
    return request


def _both(request_id: UUID, other_id: UUID) -> tuple[ContactRequest, ContactRequest]:
    """The other one and this one, locked in the order of their ids, so that two merges never wait for each other."""
    if request_id == other_id:
        raise Invalid(_("Choose another report."), code="same-report")
    locked = {found: take_up(found) for found in sorted((request_id, other_id))}
    return locked[other_id], locked[request_id]
