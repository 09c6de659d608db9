"""A request under its lock. Whatever changes it or its orders locks its row first, so that two never act at once."""

from collections.abc import Sequence
from uuid import UUID

from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.contact.models import ContactRequest, WorkOrder
from onecity.contact.refusals import NoSuchOrder, NoSuchRequest, OutcomeMissing, ReasonMissing, WordsTooLong
from onecity.ledger import domain as ledger

OUTCOME = 2000  # characters
OF_ORDER = "id = (SELECT request_id FROM contact_workorder WHERE id = %s) FOR UPDATE"
OPEN = "request_id = %s AND state = ANY(%s) ORDER BY id"


def take_up(request_id: UUID) -> ContactRequest:
    """The request, kept from everybody else until the transaction ends."""
    request = rows.lock(ContactRequest, request_id)
    if request is None:
        raise NoSuchRequest
    return request


def order_with_request(order_id: UUID) -> tuple[WorkOrder, ContactRequest]:
    """An order and its request, both as they are now and under the request's lock."""
    requests = rows.found(ContactRequest, OF_ORDER, [order_id])
    if not requests:
        raise NoSuchOrder
    return rows.found(WorkOrder, "id = %s", [order_id])[0], requests[0]


def open_orders(request_id: UUID) -> list[WorkOrder]:
    return rows.found(WorkOrder, OPEN, [request_id, list(WorkOrder.OPEN_STATES)])


def close_orders(orders: Sequence[WorkOrder], state: str) -> Sequence[WorkOrder]:
    """End orders in memory; the caller stores them."""
    for order in orders:
        order.state, order.done_at, order.changed_at = state, clock.now(), clock.now()
    return orders


def trace(request: ContactRequest, actor: Actor, action: str = "change") -> None:
    """A known resident finds in her record who did something about what she reported."""
    if request.resident_id:
        ledger.record(actor=actor, action=action, what="report", purpose="contact", resident_id=request.resident_id)


def said(text: str) -> str:
    """What the reporter will read: something, and not too much of it."""
    return _within(text, OutcomeMissing)


def why(text: str) -> str:
    """A reason for colleagues."""
    return _within(text, ReasonMissing)


def _within(text: str, missing: type[OutcomeMissing | ReasonMissing]) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise missing
    if len(text) > OUTCOME:
        raise WordsTooLong(OUTCOME)
    return text
