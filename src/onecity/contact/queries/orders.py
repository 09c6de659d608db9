"""An agency's work orders: what is due first stands first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from onecity.common import clock
from onecity.common.actor import Actor
from onecity.contact import permissions as may
from onecity.contact.models import WorkOrder
from onecity.contact.refusals import NoSuchOrder

PAGE = 25


@dataclass(frozen=True, slots=True)
class Orders:
    """``after`` opens the next page; empty on the last."""

    rows: Sequence[WorkOrder]
    after: str = ""


def orders_of(actor: Actor, *, mine: bool = False, overdue: bool = False, topic: str = "", after: str = "") -> Orders:
    """The open orders of the actor's units, or of the whole agency for its head."""
    chosen = WorkOrder.objects.filter(agency=actor.agency, state__in=WorkOrder.OPEN_STATES)
    if not actor.head:
        chosen = chosen.filter(unit__in=actor.units)
    if mine:
        chosen = chosen.filter(taken_by=UUID(actor.id))
    if overdue:
        chosen = chosen.filter(due_at__lt=clock.now())
    if topic:
        chosen = chosen.filter(topic=topic)
    if place := _place(after):
        chosen = chosen.filter(Q(due_at__gt=place[0]) | Q(due_at=place[0], id__gt=place[1]))
    rows = list(chosen.order_by("due_at", "id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Orders(rows[:PAGE], f"{last.due_at.isoformat()}~{last.id}" if last else "")


def order_for(order_id: UUID, actor: Actor) -> WorkOrder:
    """One order of the actor's own units. Others learn nothing."""
    order = WorkOrder.objects.filter(id=order_id).first()
    if order is None or not may.works_for(actor, order):
        raise NoSuchOrder
    return order


def _place(after: str) -> tuple[datetime, UUID] | None:
    """Where the last page ended; a place that cannot be read is the beginning."""
    try:
        moment, _tilde, order = after.partition("~")
        return datetime.fromisoformat(moment), UUID(order)
    except ValueError:
        return None
