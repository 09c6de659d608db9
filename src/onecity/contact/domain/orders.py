"""What an agency does with a work order: takes it, answers, hands it back, or asks for more time."""

from uuid import UUID

from django.db import transaction

from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.contact import clock as deadlines
from onecity.contact import permissions as may
from onecity.contact.domain.parts import answer_parts
from onecity.contact.domain.routing import agency_of, new_order
from onecity.contact.domain.telling import tell
from onecity.contact.domain.work import close_orders, open_orders, order_with_request, said, take_up, trace, why
from onecity.contact.events import event
from onecity.contact.models import ContactRequest, WorkOrder
from onecity.contact.pictures import new_picture
from onecity.contact.refusals import NoSuchUnit, NotYours, OrderDone, OrderTaken, RequestEnded

ENDED = ("state", "outcome", "done_at", "changed_at")
TAKEN = ("state", "taken_by", "taken_by_name", "changed_at")
EXTENDED = ("extension", "extension_days", "extension_reason", "due_at", "changed_at")
MOST_DAYS = 30  # working days of one extension


def _open(order_id: UUID, actor: Actor) -> tuple[WorkOrder, ContactRequest]:
    order, request = order_with_request(order_id)
    if not may.works_for(actor, order):
        raise NotYours
    if order.state not in WorkOrder.OPEN_STATES:
        raise OrderDone
    return order, request


def _held(order_id: UUID, actor: Actor) -> tuple[WorkOrder, ContactRequest]:
    """An open order that nobody else has taken; it is hers from now on."""
    order, request = _open(order_id, actor)
    if order.state == WorkOrder.TAKEN and not may.holds(actor, order):
        raise OrderTaken(order.taken_by_name)
    order.taken_by, order.taken_by_name, order.changed_at = UUID(actor.id), actor.name, clock.now()
    return order, request


@transaction.atomic
def take_order(*, order_id: UUID, actor: Actor) -> WorkOrder:
    """From now on it is hers. Whoever comes second is told who was first."""
    order, request = _held(order_id, actor)
    order.state = WorkOrder.TAKEN
    with rows.together():
        rows.change([order], TAKEN)
        rows.store(event(request, "taken", actor, public=False))
        trace(request, actor)
    return order


@transaction.atomic
def mark_contacted(*, order_id: UUID, actor: Actor) -> WorkOrder:
    """She has spoken to the reporter for the first time."""
    order, request = _held(order_id, actor)
    order.state, order.contacted_at = WorkOrder.TAKEN, order.contacted_at or clock.now()
    with rows.together():
        rows.change([order], (*TAKEN, "contacted_at"))
        rows.store(event(request, "contacted", actor))
        trace(request, actor)
    return order


@transaction.atomic
def answer_order(*, order_id: UUID, outcome: str, actor: Actor, proof: bytes = b"") -> WorkOrder:
    """Say what was done: the lead to the reporter, who says whether it is solved; a helper to the lead."""
    order, request = _held(order_id, actor)
    order.outcome = said(outcome)
    close_orders([order], WorkOrder.DONE)
    photo = new_picture(proof, request_id=request.id, order_id=order.id) if proof else None
    leads = order.role == WorkOrder.LEAD
    with rows.together():
        rows.change([order], (*ENDED, *TAKEN[1:3]))
        if leads:
            _answered(request, order, actor)
        else:
            rows.store(event(request, "helper-done", actor, outcome=order.outcome, public=False))
            trace(request, actor)
        if photo:
            photo.is_public = request.is_public
            photo.save(force_insert=True)
    return order


def _answered(request: ContactRequest, order: WorkOrder, actor: Actor) -> None:
    """The request is answered, not solved; helpers that are still at work are let go."""
    request.state, request.outcome = ContactRequest.ANSWERED, order.outcome
    request.answered_at = request.changed_at = clock.now()
    rest = close_orders([other for other in open_orders(request.id) if other.id != order.id], WorkOrder.CANCELLED)
    rows.change([request], ("state", "outcome", "answered_at", "changed_at"))
    rows.change(rest, ("state", "done_at", "changed_at"))
    linked = rows.found(ContactRequest, "merged_into = %s OR parent_id = %s", [request.id, request.id])
    same = [each for each in linked if each.merged_into]  # others told the city the same: the answer is for them too
    told = [row for each in (request, *same) for row in tell(each, "contact-answered")]
    rows.store(event(request, "answered", actor, outcome=order.outcome), *told)
    trace(request, actor)
    if len(linked) > len(same):
        answer_parts(request, actor)


@transaction.atomic
def hand_over(*, order_id: UUID, unit: str, reason: str, actor: Actor) -> WorkOrder:
    """Another unit of the agency goes on; the deadline stays. Refuses a unit that the agency has not."""
    order, request = _held(order_id, actor)
    if unit not in agency_of(order.agency).units or unit == order.unit:
        raise NoSuchUnit
    order.unit, order.state, order.taken_by, order.taken_by_name = unit, WorkOrder.OPEN, None, ""
    with rows.together():
        rows.change([order], ("unit", *TAKEN))
        rows.store(event(request, "handed-over", actor, public=False, unit=unit, reason=why(reason)))
        trace(request, actor)
    return order


@transaction.atomic
def hand_back(*, order_id: UUID, reason: str, actor: Actor) -> WorkOrder:
    """Not the work of this agency. The lead's request goes back to the operators, who sort it anew."""
    order, request = _open(order_id, actor)
    order.outcome = why(reason)
    close_orders([order], WorkOrder.HANDED_BACK)
    with rows.together():
        rows.change([order], ENDED)
        if order.role == WorkOrder.LEAD:
            rest = [other for other in open_orders(request.id) if other.id != order.id]
            rows.change(close_orders(rest, WorkOrder.CANCELLED), ("state", "done_at", "changed_at"))
            request.state, request.changed_at = ContactRequest.RECEIVED, clock.now()
            rows.change([request], ("state", "changed_at"))
        rows.store(event(request, "handed-back", actor, public=False, reason=order.outcome, agency=order.agency))
        trace(request, actor)
    return order


@transaction.atomic
def add_helper(*, request_id: UUID, agency: str, reason: str, actor: Actor) -> WorkOrder:
    """Another agency helps; the lead stays with whoever has it. For the lead's officers and for operators."""
    request = take_up(request_id)
    orders = open_orders(request.id)
    lead = next((order for order in orders if order.role == WorkOrder.LEAD), None)
    if lead is None:
        raise RequestEnded
    if not (may.sorts(actor) or may.works_for(actor, lead)):
        raise NotYours
    if any(order.agency == agency for order in orders):
        raise OrderTaken(str(agency_of(agency).name))
    order = new_order(request, agency, "", WorkOrder.HELPER, lead.due_at)
    rows.store(order, event(request, "helper-added", actor, public=False, agency=agency, reason=why(reason)))
    trace(request, actor)
    return order


@transaction.atomic
def ask_extension(*, order_id: UUID, days: int, reason: str, actor: Actor) -> WorkOrder:
    """Ask for more working days. The deadline stays until somebody else approves."""
    order, request = _held(order_id, actor)
    order.extension, order.extension_days = "asked", min(max(days, 1), MOST_DAYS)
    order.extension_reason = why(reason)
    with rows.together():
        rows.change([order], (*EXTENDED, *TAKEN[1:3]))
        rows.store(event(request, "extension-asked", actor, public=False, days=order.extension_days, reason=reason))
        trace(request, actor)
    return order


@transaction.atomic
def decide_extension(*, order_id: UUID, granted: bool, actor: Actor) -> WorkOrder:
    """The head or an operator decides; the reporter is told the new date."""
    order, request = order_with_request(order_id)
    if not may.approves(actor, order):
        raise NotYours
    if order.state not in WorkOrder.OPEN_STATES or order.extension != "asked":
        raise OrderDone
    order.extension, order.changed_at = ("granted" if granted else "refused"), clock.now()
    told: list[object] = []
    if granted:
        zone = clock.city_zone()
        order.due_at = deadlines.extended(agency_of(order.agency), order.due_at, order.extension_days, zone)
        if order.role == WorkOrder.LEAD:
            request.due_at, request.changed_at = order.due_at, clock.now()
            told = [*tell(request, "contact-later", due_on=order.due_at.astimezone(zone).date().isoformat())]
    due = order.due_at.isoformat()
    with rows.together():
        rows.change([order], EXTENDED)
        rows.change([request], ("due_at", "changed_at"))
        rows.store(event(request, f"extension-{order.extension}", actor, public=granted, due_at=due), *told)  # type: ignore[arg-type]
        trace(request, actor)
    return order
