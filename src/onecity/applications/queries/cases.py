"""Cases as their people see them. Who is not the resident herself leaves a row in the ledger with every look."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from onecity.applications import permissions
from onecity.applications.models import Case, Event, Message, Rating, Task, Viewing
from onecity.applications.queries.answers import AnswerPage, answer_pages
from onecity.applications.queries.page import Page, cursor, read_cursor
from onecity.applications.queries.timeline import Coming, Happening, timeline, what_comes_next
from onecity.applications.refusals import NoSuchCase, NoSuchTask
from onecity.applications.words import agency_name
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.text import Text
from onecity.files import queries as files
from onecity.files.models import File
from onecity.ledger import domain as ledger
from onecity.ledger.models import Entry

PAGE = 20
MANY = 10_000  # more cases of one version than this are not counted


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about one case that its reader may see."""

    case: Case
    service: Service
    timeline: list[Happening]
    next: list[Coming]
    messages: list[Message]
    files: list[File]
    answers: list[AnswerPage]
    tasks: list[Task]
    rating: Rating | None


def case_for_resident(case_id: UUID, actor: Actor) -> CaseFile:
    """A case of her own, or of somebody for whom she may act (which the ledger shows that person)."""
    with transaction.atomic():
        case = _one(permissions.own_cases(actor).filter(id=case_id).first())
        if case.resident_id != actor.resident:
            _record_look(case, actor)
        return _file(case, office=False)


def case_for_officer(case_id: UUID, actor: Actor) -> CaseFile:
    """A case that her agency works or worked on. The look is recorded, and marks the case as seen."""
    return _for_officer(permissions.cases_for(actor).filter(id=case_id), actor)


def case_of_task(task_id: UUID, actor: Actor) -> tuple[Task, CaseFile]:
    """A task of her agency and its case, as ``case_for_officer`` shows it."""
    case_id = Task.objects.filter(id=task_id, agency=actor.agency).values("case_id")
    try:
        found = _for_officer(permissions.cases_for(actor).filter(id__in=case_id), actor)
    except NoSuchCase:
        raise NoSuchTask from None
    return next(task for task in found.tasks if task.id == task_id), found


def _for_officer(cases: QuerySet[Case], actor: Actor) -> CaseFile:
    if not permissions.in_office(actor):
        raise NoSuchCase
    with transaction.atomic():
        case = _one(cases.first())
        _record_look(case, actor)
        found = _file(case, office=True)
        _mark_seen(case, actor)
    return found


def cases_of(resident_id: UUID, after: str = "", limit: int = PAGE) -> Page[Case]:
    """A resident's cases, the newest first. The caller has made sure that they are hers to see."""
    cases = Case.objects.filter(resident_id=resident_id).order_by("-id")
    return _newest_first(cases, after, limit)


def cases_of_agency(
    actor: Actor, *, state: str = "", service: str = "", after: str = "", limit: int = PAGE
) -> Page[Case]:
    """The cases of the services of an agency, the newest first; the look is recorded for each of them."""
    if not permissions.in_office(actor):
        return Page([])
    cases = Case.objects.filter(agency=actor.agency).order_by("-id")
    cases = cases.filter(state=state) if state else cases
    cases = cases.filter(service=service) if service else cases
    with transaction.atomic():
        page = _newest_first(cases, after, limit)
        ledger.record_all([_look(case, actor, "case.listed") for case in page.items])
    return page


def case_id_of_number(number: str, actor: Actor) -> UUID | None:
    """The case of this number, if this actor may see it: a number alone grants nothing."""
    return permissions.cases_for(actor).filter(number=number).values_list("id", flat=True).first()


def cases_by_version(service: str) -> dict[int, int]:
    """How many cases use each version of a service: version number -> cases, counted up to ``MANY``."""
    ids = catalogue.version_ids(service)
    return {version: Case.objects.filter(version_id=id_)[:MANY].count() for version, id_ in ids.items()}


def open_cases_of(resident_id: UUID, limit: int = 3) -> list[Case]:
    """The newest cases without a decision, for the home page."""
    return list(Case.objects.filter(resident_id=resident_id, decided_at=None).order_by("-id")[:limit])


def _newest_first(cases: QuerySet[Case], after: str, limit: int) -> Page[Case]:
    if after:
        cases = cases.filter(id__lt=read_cursor(after, UUID)[0])
    rows = list(cases[: limit + 1])
    return Page(rows[:limit], cursor(rows[limit - 1].id) if len(rows) > limit else "")


def _one(case: Case | None) -> Case:
    if case is None:
        raise NoSuchCase
    return case


def _file(case: Case, *, office: bool) -> CaseFile:
    service = catalogue.get_version(case.version_id)
    tasks = list(Task.objects.filter(case_id=case.id).order_by("id"))
    events = list(Event.objects.filter(case_id=case.id).order_by("id"))
    _say_reasons(case, tasks, events)
    return CaseFile(
        case=case, service=service, timeline=timeline(case, events, office=office), next=what_comes_next(case, tasks),
        messages=_messages(case, office=office), files=list(files.files_of_case(case.id)),
        answers=answer_pages(case, service), tasks=tasks if office else [],
        rating=Rating.objects.filter(case_id=case.id).first() if case.ended else None,
    )  # fmt: skip


def _say_reasons(case: Case, tasks: list[Task], events: list[Event]) -> None:
    """A reason that a rule gave is in every language of the city; here it becomes the reader's. Nothing is stored."""
    of_step = {event.data.get("step"): event for event in events if isinstance(event.data.get("reason"), dict)}
    for task in tasks:
        if task.step in of_step:
            task.reason = task.reason and str(Text(of_step[task.step].data["reason"]))
    for event in events:
        if event.kind == "refused" and isinstance(event.data["reason"], dict):
            case.reason = str(Text(event.data["reason"]))


def _messages(case: Case, *, office: bool) -> list[Message]:
    """The resident reads the office in place of the officer's name."""
    messages = list(Message.objects.filter(case_id=case.id).order_by("id"))
    for message in messages:
        if not office and not message.from_resident:
            message.author_name = agency_name(message.agency)
    return messages


def _record_look(case: Case, actor: Actor) -> None:
    ledger.record_all([_look(case, actor, "case")])


def _look(case: Case, actor: Actor, what: str) -> Entry:
    return ledger.entry(
        actor=actor, action="read", what=what, purpose=case.service, resident_id=case.resident_id, case_id=case.id
    )


def _mark_seen(case: Case, actor: Actor) -> None:
    Viewing.objects.bulk_create(
        [Viewing(account_id=actor.id, case_id=case.id, at=clock.now())],
        update_conflicts=True,
        unique_fields=["account_id", "case_id"],
        update_fields=["at"],
    )
