"""What happened in a case and what comes next, as a resident or an officer reads it."""

from dataclasses import dataclass
from datetime import date, datetime

from onecity.applications import steps
from onecity.applications.models import Case, Event, Task
from onecity.applications.words import agency_name, sentence
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline."""

    at: datetime
    words: str
    kind: str
    who: str = ""  # the office, to a resident; the colleague, to an officer


@dataclass(frozen=True, slots=True)
class Coming:
    """One step that is under way or still to come; ``due_on`` only for one that is under way."""

    step: str
    title: str
    office: str
    state: str  # automatic, ready, taken, waiting, later
    due_on: date | None = None


def timeline(case: Case, events: list[Event] | None = None, *, office: bool = False) -> list[Happening]:
    """The oldest first. A resident reads the public events, with the agency in place of the officer's name."""
    rows = list(Event.objects.filter(case_id=case.id).order_by("id")) if events is None else events
    return [_happening(event, office=office) for event in rows if office or event.public]


def what_comes_next(case: Case, tasks: list[Task] | None = None) -> list[Coming]:
    """The open tasks and the steps after them; nothing once the case has ended."""
    if case.ended:
        return []
    rows = list(Task.objects.filter(case_id=case.id).order_by("id")) if tasks is None else tasks
    service = catalogue.get_version(case.version_id)
    under_way = [_under_way(task, service) for task in rows if task.state in Task.OPEN_STATES]
    later = steps.still_to_come(service, begun={task.step for task in rows})
    return under_way + [Coming(s.code, str(s.title), agency_name(s.agency), "later") for s in later]


def _happening(event: Event, *, office: bool) -> Happening:
    if not office and event.actor_kind in ("officer", "client"):
        event.actor_name = ""
    who = event.actor_name or agency_name(event.agency)
    return Happening(at=event.at, words=sentence(event), kind=event.kind, who=who)


def _under_way(task: Task, service: Service) -> Coming:
    state = "automatic" if task.automatic else task.state
    return Coming(task.step, str(service.steps[task.step].title), agency_name(task.agency), state, task.due_on)
