"""Watching the clocks: warn the unit the working day before, tell its heads on the day, remind the resident.

Each warning is given once for each date: running this again, or in two processes, changes nothing.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from onecity.applications import casework
from onecity.applications import clock as case_clock
from onecity.applications.casework import Casework
from onecity.applications.domain.more import go_on
from onecity.applications.models import Rating, Task
from onecity.applications.refusals import CaseEnded, NoSuchCase
from onecity.catalogue import queries as catalogue
from onecity.city import queries as city
from onecity.common import clock
from onecity.common.actor import SYSTEM
from onecity.notices import domain as notices

logger = logging.getLogger(__name__)
Act = Callable[[Casework, Task], None]
R = TypeVar("R", Task, Rating)
DUE_SOON, DUE_TODAY, OVERDUE = "due-soon", "due-today", "overdue"
CHUNK = 500  # rows


def watch_deadlines() -> None:
    today, agencies = clock.today(), city.current().agencies.values()
    tomorrow = case_clock.last_day_to_warn_of(agencies, today, 1)
    soon = case_clock.last_day_to_warn_of(agencies, today, case_clock.REMIND_BEFORE)
    for tasks in (_due_soon(today, tomorrow), _due_today(today), _overdue(today)):
        for task in _all(tasks):
            _carefully(_watch_task, task, today)
    for task in _all(_to_remind(soon) | _unanswered(today)):
        _carefully(_watch_answer, task, today)
    for rating in _all(_ratings_until(tomorrow)):
        _carefully(_watch_rating, rating, today)


def _all(rows: QuerySet[R]) -> Iterator[R]:
    """Every row of a query, some at a time, so that a long list costs no memory."""
    chunk = list(rows.order_by("id")[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(rows.filter(id__gt=chunk[-1].id).order_by("id")[:CHUNK])


def _carefully(watch: Callable[[Any, date], None], row: Task | Rating, today: date) -> None:
    """One that cannot be watched must not keep the others from being watched."""
    try:
        with transaction.atomic():
            watch(row, today)
    except OperationalError:
        raise
    except Exception:
        logger.exception("%s %s cannot be watched", type(row).__name__, row.id)


def _running() -> QuerySet[Task]:
    """Tasks of people whose clock runs."""
    return Task.objects.filter(automatic=False, asked_on=None, state__in=Task.OPEN_STATES)


def _due_soon(today: date, tomorrow: date) -> QuerySet[Task]:
    return _running().filter(due_on__gt=today, due_on__lte=tomorrow, alerted="")


def _due_today(today: date) -> QuerySet[Task]:
    return _running().filter(due_on=today).exclude(alerted=DUE_TODAY)


def _overdue(today: date) -> QuerySet[Task]:
    return _running().filter(due_on__lt=today).exclude(alerted=OVERDUE)


def _watch_task(task: Task, today: date) -> None:
    if today >= task.due_on:
        _alert_once(task, OVERDUE if today > task.due_on else DUE_TODAY, heads=True)
    elif today >= case_clock.warn_on(casework.agency_of(task.agency), task.due_on):
        _alert_once(task, DUE_SOON, heads=False)


def _alert_once(task: Task, kind: str, *, heads: bool) -> None:
    """One alert of a kind for each deadline: the task keeps which was the last."""
    Task.objects.filter(id=task.id, due_on=task.due_on).update(alerted=kind)
    _alert(task, kind, heads=heads)


def _alert(task: Task, kind: str, *, heads: bool) -> None:
    notices.alert_agency(
        agency=task.agency, unit=task.unit, kind=kind, facts=_facts(task), case_id=task.case_id, task_id=task.id,
        due_on=task.due_on, heads=heads,
    )  # fmt: skip


def _facts(task: Task) -> dict[str, object]:
    service = catalogue.get_service(task.service)
    return {"number": task.case_number, "title": service.title, "due_on": task.due_on.isoformat()}


def _to_remind(until: date) -> QuerySet[Task]:
    return Task.objects.filter(state=Task.WAITING, answer_by__lte=until, reminded_on=None)


def _unanswered(today: date) -> QuerySet[Task]:
    return Task.objects.filter(state=Task.WAITING, answer_by__lt=today)


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


def _ratings_until(day: date) -> QuerySet[Rating]:
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
