"""Asking the resident for more, and her answer. While she is asked the clock stands, if the service says so."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from onecity.applications import casework, permissions
from onecity.applications import clock as case_clock
from onecity.applications.casework import Casework
from onecity.applications.domain.messages import Upload, checked_text, new_message, take_in_files
from onecity.applications.domain.tasks import open_task
from onecity.applications.models import Case, Message, Task
from onecity.applications.refusals import AlreadyAsked, NothingAsked
from onecity.common.actor import Actor


def ask_more(*, task_id: UUID, text: str, actor: Actor) -> Task:
    """The officer needs something more from the resident, who gets as many working days as the service allows."""
    text = checked_text(text)
    with transaction.atomic():
        work, task = open_task(task_id, actor, held=True)
        if task.state == Task.WAITING:
            raise AlreadyAsked
        _wait(work, task)
        message = new_message(work, text, asks_more=True, task_id=task.id)
        work.happened("more-asked", step=task.step, message=str(message.id), answer_by=_iso(task.answer_by))
        casework.tell(work, "more-asked", answer_by=_iso(task.answer_by))
        casework.put_down(work)
    return task


def give_more(*, case_id: UUID, text: str, uploads: Sequence[Upload], actor: Actor) -> Message:
    """Her answer. Every task that waited goes on, and the dates move by the working days that the clock stood."""
    text = checked_text(text)
    with transaction.atomic():
        work = casework.take_up(permissions.own_cases(actor).filter(id=case_id), actor)
        waiting = [task for task in work.tasks if task.state == Task.WAITING]
        if not waiting:
            raise NothingAsked
        message = new_message(work, text)
        take_in_files(work, uploads)
        work.happened("more-given", message=str(message.id), files=len(uploads))
        go_on(work, waiting)
        casework.put_down(work)
    return message


def go_on(work: Casework, waiting: Sequence[Task]) -> None:
    """These tasks go on. The case's own clock runs again when none of its tasks waits any more."""
    for task in waiting:
        _resume(work, task)
    if not any(task.state == Task.WAITING for task in work.tasks):
        _reopen(work)


def _wait(work: Casework, task: Task) -> None:
    work.touch(task)
    task.state = Task.WAITING
    task.asked_on = work.today if work.service.clock_stops else None
    task.answer_by = case_clock.answer_by(casework.agency_of(task.agency), work.service, work.today)
    task.reminded_on = None
    work.case.state, work.case_changed = Case.WAITING, True
    work.case.stands_since = work.case.stands_since or task.asked_on


def _resume(work: Casework, task: Task) -> None:
    work.touch(task)
    agency = casework.agency_of(task.agency)
    stood = case_clock.stood(agency, task.asked_on, work.today)
    if stood:
        task.due_on, task.alerted = case_clock.moved(agency, task.due_on, stood), ""
    task.state = Task.TAKEN if task.taken_by else Task.READY
    task.asked_on = task.answer_by = task.reminded_on = None


def _reopen(work: Casework) -> None:
    """The promise moves by the working days that the clock stood, and she is told the new date."""
    case, agency = work.case, casework.agency_of(work.case.agency)
    stood = case_clock.stood(agency, case.stands_since, work.today)
    case.state, case.stands_since, work.case_changed = Case.OPEN, None, True
    if stood:
        case.promised_on = case_clock.moved(agency, case.promised_on, stood)
        work.happened("deadline-moved", promised_on=_iso(case.promised_on), days=stood)
        casework.tell(work, "deadline-moved", promised_on=_iso(case.promised_on))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
