"""A case under its lock: what one transaction reads of it, and how it moves on.

Everything that changes a case locks its row first, so that its tasks need no locks of their own and two people,
or a person and the machine, never act on it at the same time.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from onecity.applications import clock as case_clock
from onecity.applications import steps
from onecity.applications.events import event
from onecity.applications.models import Case, Event, Task
from onecity.applications.refusals import CaseEnded, NoSuchCase
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service, Step
from onecity.certificates import domain as certificates
from onecity.city import queries as city
from onecity.city.definition import Agency
from onecity.common import clock, rows
from onecity.common.actor import SYSTEM, Actor
from onecity.notices import domain as notices
from onecity.notices.models import Notice

CHANGEABLE = (
    "state", "automatic", "due_on", "asked_on", "answer_by", "reminded_on", "alerted", "taken_by",
    "taken_by_name", "done_at", "reason", "changed_at",
)  # fmt: skip
TASKS = f"SELECT {rows.columns(Task)} FROM applications_task WHERE case_id = %s ORDER BY id"  # noqa: S608  our own names


@dataclass(slots=True)
class Casework:
    case: Case
    service: Service
    tasks: list[Task]
    actor: Actor
    today: date
    events: list[Event] = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)
    born: list[Task] = field(default_factory=list)
    changed: list[Task] = field(default_factory=list)
    case_changed: bool = False

    def happened(self, kind: str, *, public: bool = True, **data: object) -> None:
        self.events.append(event(self.case, kind, self.actor, public=public, **data))

    def touch(self, task: Task) -> Task:
        """This task is about to change."""
        task.changed_at = clock.now()
        if task not in self.born and task not in self.changed:
            self.changed.append(task)
        return task

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.state in Task.OPEN_STATES]


def take_up(cases: QuerySet[Case], actor: Actor, *, ended: bool = False) -> Casework:
    """Lock the one case of a query, such as a resident's own. An ended case is refused unless it is asked for."""
    return _checked(cases.select_for_update(of=("self",)).first(), actor, ended=ended)


def take_up_by_id(case_id: UUID, actor: Actor, *, ended: bool = False) -> Casework:
    """The same for a caller who has made sure that this actor may work on the case."""
    return _checked(rows.lock(Case, case_id), actor, ended=ended)


def _checked(case: Case | None, actor: Actor, *, ended: bool) -> Casework:
    if case is None:
        raise NoSuchCase
    if case.ended and not ended:
        raise CaseEnded
    tasks = [rows.instance(Task, row) for row in rows.many(TASKS, [case.id])]
    return Casework(case, catalogue.get_version(case.version_id), tasks, actor, clock.today())


def put_down(work: Casework) -> None:
    """Store what changed."""
    with rows.together():
        if work.case_changed:
            rows.change([work.case], ("state", "reason", "decided_at", "promised_on", "stands_since"))
        rows.change(work.changed, CHANGEABLE)
        rows.store(*work.born, *work.events, *work.told)


def move_on(work: Casework) -> None:
    """Begin every step that can be begun now; when all are passed, the case is granted."""
    passed = {task.step for task in work.tasks if task.state == Task.PASSED}
    begun = {task.step for task in work.tasks if task.state not in (Task.CANCELLED, Task.HANDED_OVER)}
    for step in steps.can_begin(work.service, passed=passed, begun=begun):
        task = new_task(work.case, step, work.today)
        work.tasks.append(task)
        work.born.append(task)
    if steps.all_passed(work.service, passed):
        grant(work)


def new_task(case: Case, step: Step, today: date) -> Task:
    return Task(
        case_id=case.id, resident_id=case.resident_id, case_number=case.number, service=case.service, step=step.code,
        automatic=bool(step.auto), agency=step.agency, unit=step.unit,
        due_on=case_clock.due(agency_of(step.agency), step, today), changed_at=clock.now(),
    )  # fmt: skip


def agency_of(code: str) -> Agency:
    """An agency by its code. One that the city has dissolved counts days like any other of the city."""
    agencies = city.current().agencies
    return agencies.get(code) or next(iter(agencies.values()))


def finish(work: Casework, task: Task, state: str, reason: str = "") -> None:
    """End one task."""
    work.touch(task)
    task.state, task.reason, task.done_at = state, reason, clock.now()
    task.asked_on = task.answer_by = task.reminded_on = None


def grant(work: Casework) -> None:
    """All steps are passed: the decision, what it gives, and word of it."""
    end(work, Case.GRANTED)
    work.actor = SYSTEM
    work.happened("granted")
    if work.service.gives:
        certificates.issue(case=work.case, service=work.service, answers=work.case.answers, actor=SYSTEM)
    tell(work, "case-granted", gives=bool(work.service.gives))


def refuse(work: Casework, reason: str, *, words: dict[str, str] | None = None) -> None:
    """One step refused: the case is refused, for that reason."""
    end(work, Case.REFUSED, reason)
    work.happened("refused", reason=words or reason)
    tell(work, "case-refused")


def end(work: Casework, state: str, reason: str = "") -> None:
    """The case ends; whatever was still open in it is cancelled."""
    case = work.case
    case.state, case.reason, case.decided_at, case.stands_since = state, reason, clock.now(), None
    work.case_changed = True
    for task in work.open_tasks:
        finish(work, task, Task.CANCELLED)


def tell(work: Casework, kind: str, **facts: object) -> None:
    """A notice to the resident about this case."""
    about = {"number": work.case.number, "title": work.service.title, **facts}
    case = work.case
    work.told.append(notices.new_notice(resident_id=case.resident_id, kind=kind, facts=about, case_id=case.id))
