"""Deciding a task: pass or refuse, with a reason that the resident will read."""

from typing import Literal
from uuid import UUID

from django.db import transaction

from onecity.applications import casework
from onecity.applications.casework import Casework
from onecity.applications.domain.tasks import open_task
from onecity.applications.models import Task
from onecity.applications.refusals import ReasonMissing
from onecity.applications.texts import REASON, checked
from onecity.common import rows
from onecity.common.actor import Actor
from onecity.ledger import domain as ledger

Outcome = Literal["pass", "refuse"]


def decide_task(*, task_id: UUID, outcome: Outcome, reason: str, actor: Actor) -> Task:
    """One decision, by who took the task or leads the unit. A refusal ends the case; the last pass grants it."""
    reason = checked(reason, field="reason", limit=REASON, missing=ReasonMissing)
    with transaction.atomic(), rows.together():
        work, task = open_task(task_id, actor, held=True)
        _sign(work, task, actor)
        (_pass if outcome == "pass" else _refuse)(work, task, reason)
        casework.put_down(work)
        _record(work, task, actor)
    return task


def _sign(work: Casework, task: Task, actor: Actor) -> None:
    """Who decides is who did it, also when the head decides a task that somebody else had taken."""
    work.touch(task)
    task.taken_by, task.taken_by_name = UUID(actor.id), actor.name


def _pass(work: Casework, task: Task, reason: str) -> None:
    casework.finish(work, task, Task.PASSED, reason)
    work.happened("step-passed", step=task.step, title=_title(work, task), reason=reason)
    casework.move_on(work)


def _refuse(work: Casework, task: Task, reason: str) -> None:
    casework.finish(work, task, Task.REFUSED, reason)
    work.happened("step-refused", step=task.step, title=_title(work, task), reason=reason)
    casework.refuse(work, reason)


def _title(work: Casework, task: Task) -> object:
    return work.service.steps[task.step].title


def _record(work: Casework, task: Task, actor: Actor) -> None:
    case = work.case
    ledger.record(
        actor=actor, action="decide", what=f"task.{task.step}.{task.state}", purpose=case.service,
        resident_id=case.resident_id, case_id=case.id,
    )  # fmt: skip
