"""Watching the clocks: warn the unit the working day before, tell its heads on the day, remind the resident.

Each warning is given once for each date: running this again, or in two processes, changes nothing.
"""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from onecity.applications import casework
from onecity.applications import clock as case_clock
from onecity.applications.casework import Casework
from onecity.applications.domain.more import go_on
from onecity.applications.models import Rating, Task
from onecity.applications.refusals import CaseEnded, NoSuchCase
from onecity.catalogue import queries as catalogue
from onecity.common import clock
from onecity.common.actor import SYSTEM
from onecity.notices import domain as notices

logger = logging.getLogger(__name__)
Act = Callable[[Casework, Task], None]
LONGEST_BREAK = timedelta(days=16)  # no holiday is longer: a warning is never looked for earlier than this
REMINDER_AHEAD = timedelta(days=21)


def watch_deadlines() -> None:
    today = clock.today()
    for task in _due_until(today + LONGEST_BREAK):
        _carefully(_watch_task, task, today)
    for task in _waiting_until(today + REMINDER_AHEAD):
        _carefully(_watch_answer, task, today)
    for rating in _unanswered_until(today + LONGEST_BREAK):
        _carefully(_watch_rating, rating, today)


def _carefully(watch: Callable[[Any, date], None], row: Task | Rating, today: date) -> None:
    """One that cannot be watched must not keep the others from being watched."""
    try:
        with transaction.atomic():
            watch(row, today)
    except OperationalError:
        raise
    except Exception:
        logger.exception("%s %s cannot be watched", type(row).__name__, row.id)


def _due_until(day: date) -> QuerySet[Task]:
    """Tasks whose clock runs and that are due soon or late already."""
    return Task.objects.filter(automatic=False, asked_on=None, state__in=Task.OPEN_STATES, due_on__lte=day).order_by(
        "due_on"
    )


def _watch_task(task: Task, today: date) -> None:
    if today >= task.due_on:
        _alert(task, "overdue" if today > task.due_on else "due-today", heads=True)
    elif today >= case_clock.warn_on(casework.agency_of(task.agency), task.due_on):
        _alert(task, "due-soon", heads=False)


def _alert(task: Task, kind: str, *, heads: bool) -> None:
    notices.alert_agency(
        agency=task.agency, unit=task.unit, kind=kind, facts=_facts(task), case_id=task.case_id, task_id=task.id,
        due_on=task.due_on, heads=heads,
    )  # fmt: skip


def _facts(task: Task) -> dict[str, object]:
    service = catalogue.get_service(task.service)
    return {"number": task.case_number, "title": service.title, "due_on": task.due_on.isoformat()}


def _waiting_until(day: date) -> QuerySet[Task]:
    return Task.objects.filter(state=Task.WAITING, answer_by__lte=day).order_by("answer_by")


def _watch_answer(task: Task, today: date) -> None:
    if task.answer_by and today > task.answer_by:
        _with_case(task, _missed)
    elif (
        task.answer_by
        and task.reminded_on is None
        and today >= case_clock.remind_on(casework.agency_of(task.agency), task.answer_by)
    ):
        _with_case(task, _remind)


def _with_case(task: Task, act: Act) -> None:
    """Do something about a waiting task, under its case's lock, if it still waits."""
    with transaction.atomic():
        try:
            work = casework.take_up_by_id(task.case_id, SYSTEM)
        except (NoSuchCase, CaseEnded):
            return
        now = next(each for each in work.tasks if each.id == task.id)
        if now.state == Task.WAITING and now.answer_by == task.answer_by:
            act(work, now)
            casework.put_down(work)


def _remind(work: Casework, task: Task) -> None:
    work.touch(task)
    task.reminded_on = work.today
    answer_by = task.answer_by.isoformat() if task.answer_by else ""
    work.happened("more-reminded", step=task.step, answer_by=answer_by)
    casework.tell(work, "more-reminder", answer_by=answer_by)


def _missed(work: Casework, task: Task) -> None:
    """The clock runs again and the officer decides with what there is."""
    work.happened("more-missed", step=task.step)
    go_on(work, [task])
    casework.tell(work, "more-missed")
    _alert(task, "more-missed", heads=False)


def _unanswered_until(day: date) -> QuerySet[Rating]:
    return Rating.objects.filter(answered_at=None, answer_due_on__isnull=False, answer_due_on__lte=day)


def _watch_rating(rating: Rating, today: date) -> None:
    if rating.answer_due_on is None:
        return
    if today >= rating.answer_due_on:
        _alert_rating(rating, "rating-overdue", heads=True)
    elif today >= case_clock.warn_on(casework.agency_of(rating.agency), rating.answer_due_on):
        _alert_rating(rating, "rating-due-soon", heads=False)


def _alert_rating(rating: Rating, kind: str, *, heads: bool) -> None:
    facts = {"title": catalogue.get_service(rating.service).title, "stars": rating.stars}
    notices.alert_agency(
        agency=rating.agency, unit="", kind=kind, facts=facts, case_id=rating.case_id, about_id=rating.id,
        due_on=rating.answer_due_on, heads=heads,
    )  # fmt: skip
