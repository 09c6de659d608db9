"""Who works on a task: take it, give it back, give it to somebody, hand it to another unit."""

from uuid import UUID

from django.db import transaction

from onecity.agencies import queries as agencies
from onecity.applications import casework, permissions
from onecity.applications.casework import Casework
from onecity.applications.models import Task
from onecity.applications.refusals import (
    HeadsOnly,
    NoSuchTask,
    NoSuchUnit,
    NotInUnit,
    ReasonMissing,
    TaskDone,
    TaskNotTaken,
    TaskTaken,
)
from onecity.applications.texts import REASON, checked
from onecity.applications.words import who_did_what
from onecity.city import queries as city
from onecity.common import clock, rows
from onecity.common.actor import Actor

CASE_OF_TASK = "SELECT case_id FROM applications_task WHERE id = %s AND agency = %s AND (%s OR unit = ANY(%s))"


def take_task(*, task_id: UUID, actor: Actor) -> Task:
    """She takes it into her hands. Taking it twice is no mistake; taking another's is refused."""
    with transaction.atomic():
        work, task = open_task(task_id, actor)
        if task.taken_by is None:
            _give(work, task, account_id=UUID(actor.id), name=actor.name)
            work.happened("taken", public=False, step=task.step)
        elif str(task.taken_by) != actor.id:
            raise TaskTaken(task.taken_by_name)
        casework.put_down(work)
    return task


def release_task(*, task_id: UUID, actor: Actor) -> Task:
    """Back to the unit's queue, for anybody of the unit."""
    with transaction.atomic():
        work, task = open_task(task_id, actor, held=True)
        _free(work, task)
        work.happened("released", public=False, step=task.step)
        casework.put_down(work)
    return task


def assign_task(*, task_id: UUID, account_id: UUID, actor: Actor) -> Task:
    """The head of the unit gives it to somebody who holds a post there."""
    with transaction.atomic():
        work, task = open_task(task_id, actor)
        if not permissions.leads(actor, task):
            raise HeadsOnly
        name = _name_in_unit(account_id, task)
        _give(work, task, account_id=account_id, name=name)
        work.happened("assigned", public=False, step=task.step, to=name)
        casework.put_down(work)
    return task


def hand_over(*, task_id: UUID, agency: str, unit: str, reason: str, actor: Actor) -> Task:
    """Another unit goes on, of this agency or another. The promised date stays as it is."""
    _check_unit(agency, unit)
    reason = checked(reason, field="reason", limit=REASON, missing=ReasonMissing)
    with transaction.atomic():
        work, task = open_task(task_id, actor, held=True)
        other = _passed_on(work, task, agency, unit)
        work.happened("handed-over", step=task.step, agency=agency, unit=unit, reason=reason)
        casework.put_down(work)
    return other


def open_task(task_id: UUID, actor: Actor, *, held: bool = False) -> tuple[Casework, Task]:
    """Lock the case of a task that this actor's units may work on; with ``held``, one that is in her hands.

    Refused when the task is done already, with words that say who did what.
    """
    found = rows.one(CASE_OF_TASK, [task_id, actor.agency, actor.kind == "client", list(actor.units)])
    if found is None or not permissions.in_office(actor):
        raise NoSuchTask
    work = casework.take_up_by_id(found[0], actor, ended=True)
    task = next(task for task in work.tasks if task.id == task_id)
    _check_open(work, task)
    if held and task.taken_by is None:
        raise TaskNotTaken
    if held and not permissions.holds(actor, task):
        raise TaskTaken(task.taken_by_name)
    return work, task


def _check_open(work: Casework, task: Task) -> None:
    if task.automatic or not permissions.works_for(work.actor, task):
        raise NoSuchTask
    if task.state not in Task.OPEN_STATES:
        raise TaskDone(who_did_what(task))


def _give(work: Casework, task: Task, *, account_id: UUID, name: str) -> None:
    work.touch(task)
    task.taken_by, task.taken_by_name = account_id, name
    if task.state == Task.READY:
        task.state = Task.TAKEN


def _free(work: Casework, task: Task) -> None:
    """A task that waits for the resident goes on waiting, in nobody's hands."""
    work.touch(task)
    task.taken_by, task.taken_by_name = None, ""
    if task.state == Task.TAKEN:
        task.state = Task.READY


def _passed_on(work: Casework, task: Task, agency: str, unit: str) -> Task:
    """The same step as a new task of the other unit; the old one stays, so that its unit may still see the case."""
    other = Task(
        case_id=task.case_id, resident_id=task.resident_id, case_number=task.case_number, service=task.service,
        step=task.step, agency=agency, unit=unit, due_on=task.due_on, state=Task.READY, changed_at=clock.now(),
    )  # fmt: skip
    casework.finish(work, task, Task.HANDED_OVER)
    work.tasks.append(other)
    work.born.append(other)
    return other


def _name_in_unit(account_id: UUID, task: Task) -> str:
    posts = agencies.posts_of(account_id, clock.today())
    there = [post for post in posts if post.agency == task.agency and post.unit == task.unit]
    if not there:
        raise NotInUnit
    return there[0].account.name


def _check_unit(agency: str, unit: str) -> None:
    there = city.current().agencies.get(agency)
    if there is None or unit not in there.units:
        raise NoSuchUnit
