"""Watching work orders: the unit is warned a day before, its heads are told when one is overdue.

Each warning is given once: running this again, or in two processes, changes nothing.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from onecity.common import clock, rows
from onecity.common.actor import SYSTEM
from onecity.contact import releases
from onecity.contact.events import event
from onecity.contact.models import ContactRequest, WorkOrder
from onecity.notices import domain as notices

WARN = timedelta(days=1)  # before the deadline
BATCH = 200


def watch_orders() -> int:
    """Warn of what is due soon, tell the heads of what is overdue; how many alerts were given."""
    now = clock.now()
    running = WorkOrder.objects.filter(state__in=WorkOrder.OPEN_STATES)
    overdue = running.filter(due_at__lt=now).exclude(alerted="overdue")
    soon = running.filter(due_at__gte=now, due_at__lt=now + WARN, alerted="")
    return _alert(overdue, "overdue") + _alert(soon, "warned")


@transaction.atomic
def _alert(orders: QuerySet[WorkOrder], kind: str) -> int:
    """One batch; the next run goes on. An order that somebody holds just now is left for it too."""
    chosen = list(orders.select_for_update(skip_locked=True).order_by("due_at")[:BATCH])
    for order in chosen:
        order.alerted, order.changed_at = kind, clock.now()
        _tell(order, kind)
    rows.change(chosen, ("alerted", "changed_at"))
    return len(chosen)


def _tell(order: WorkOrder, kind: str) -> None:
    topic = releases.current().topics.get(order.topic)
    facts = {"number": order.number, "title": topic.title if topic else order.topic, "due_on": _day(order.due_at)}
    notices.alert_agency(
        agency=order.agency, unit=order.unit, kind=f"order-{kind}", facts=facts, about_id=order.id,
        due_on=order.due_at.astimezone(clock.city_zone()).date(), heads=kind == "overdue",
    )  # fmt: skip
    request = ContactRequest(id=order.request_id)
    rows.store(event(request, kind, SYSTEM, public=kind == "overdue" and order.role == WorkOrder.LEAD))


def _day(moment: datetime) -> str:
    return moment.astimezone(clock.city_zone()).date().isoformat()
