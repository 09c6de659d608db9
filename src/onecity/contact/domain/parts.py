"""The parts of a larger matter, such as a power cut that hundreds report: what answers the one answers them all."""

from collections.abc import Sequence

from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.contact.domain.telling import tell
from onecity.contact.domain.work import close_orders, trace
from onecity.contact.events import event
from onecity.contact.models import ContactRequest, WorkOrder

ANSWERED = ("state", "topic", "kind", "agency", "outcome", "answered_at", "changed_at")
OPEN_PARTS = "parent_id = %s AND state = ANY(%s) AND agency IN ('', %s) ORDER BY id FOR UPDATE SKIP LOCKED"
UNANSWERED = (ContactRequest.RECEIVED, ContactRequest.WORKING)


def answer_parts(request: ContactRequest, actor: Actor) -> None:
    """Inside the parent's transaction. Each reporter is told, and says herself whether it is solved for her.

    Parts that another agency has are left to it, and so is a part on which somebody acts at this very moment.
    """
    parts = rows.found(ContactRequest, OPEN_PARTS, [request.id, list(UNANSWERED), request.agency])
    if parts:
        _answer(request, parts, actor)


def _answer(request: ContactRequest, parts: Sequence[ContactRequest], actor: Actor) -> None:
    for part in parts:
        part.topic, part.kind, part.agency = part.topic or request.topic, part.kind or request.kind, request.agency
        part.state, part.outcome = ContactRequest.ANSWERED, request.outcome
        part.answered_at = part.changed_at = clock.now()
    rows.change(parts, ANSWERED)
    rows.change(_closed(parts, request), ("state", "outcome", "done_at", "changed_at"))
    told = [row for part in parts for row in tell(part, "contact-answered")]
    rows.store(*(event(part, "answered", actor, outcome=request.outcome) for part in parts), *told)
    for part in parts:
        trace(part, actor)


def _closed(parts: Sequence[ContactRequest], request: ContactRequest) -> Sequence[WorkOrder]:
    """Their own orders: the lead's are done, helpers are let go."""
    ids = [part.id for part in parts]
    still = list(WorkOrder.objects.filter(request_id__in=ids, state__in=WorkOrder.OPEN_STATES))
    for order in still:
        leads = order.role == WorkOrder.LEAD
        close_orders([order], WorkOrder.DONE if leads else WorkOrder.CANCELLED)
        order.outcome = request.outcome if leads else order.outcome
    return still
