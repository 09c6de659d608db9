"""An officer's queue: open tasks of her units, due first. It costs the same however long the queue is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from onecity.applications import permissions
from onecity.applications.models import Task, Viewing
from onecity.applications.queries.page import Page, cursor, read_cursor
from onecity.common import clock
from onecity.common.actor import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What to show; empty means everything open."""

    unit: str = ""
    mine: bool = False
    overdue: bool = False
    service: str = ""
    state: str = ""


def queue(actor: Actor, *, filter: QueueFilter = QueueFilter(), after: str = "", limit: int = PAGE) -> Page[Task]:  # noqa: A002
    """One page. Each task carries ``seen_at``: when this officer last looked at its case."""
    tasks = _filtered(permissions.tasks_for(actor), filter, actor).order_by("due_on", "id")
    rows = list(_beyond(_with_seen(tasks, actor), after)[: limit + 1])
    more = len(rows) > limit
    return Page(rows[:limit], cursor(rows[limit - 1].due_on, rows[limit - 1].id) if more else "")


def changed_since_seen(task: Task) -> bool:
    """Whether something happened since this officer last looked. A case she never opened is new."""
    seen_at = getattr(task, "seen_at", None)
    return seen_at is None or task.changed_at > seen_at


def _filtered(tasks: QuerySet[Task], wanted: QueueFilter, actor: Actor) -> QuerySet[Task]:
    chosen = Q(automatic=False, state__in=[wanted.state] if wanted.state in Task.OPEN_STATES else Task.OPEN_STATES)
    if wanted.unit:
        chosen &= Q(unit=wanted.unit)
    if wanted.mine:
        chosen &= Q(taken_by=actor.id)
    if wanted.overdue:
        chosen &= Q(due_on__lt=clock.today(), asked_on=None)
    if wanted.service:
        chosen &= Q(service=wanted.service)
    return tasks.filter(chosen)


def _with_seen(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    seen = Viewing.objects.filter(account_id=actor.id, case_id=OuterRef("case_id")).values("at")
    return tasks.annotate(seen_at=Subquery(seen))


def _beyond(tasks: QuerySet[Task], after: str) -> QuerySet[Task]:
    if not after:
        return tasks
    due_on, last_id = read_cursor(after, date.fromisoformat, UUID)
    return tasks.filter(due_on__gte=due_on).exclude(due_on=due_on, id__lte=last_id)
