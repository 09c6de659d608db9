"""Steps that a rule does. The row of a ready automatic task is the job: whoever finds it does it, once."""

import logging
from uuid import UUID

from django.db import DatabaseError, transaction

from onecity import rules
from onecity.applications import casework
from onecity.applications import clock as case_clock
from onecity.applications.casework import Casework
from onecity.applications.facts import registers_to_check
from onecity.applications.models import Task
from onecity.applications.refusals import CaseEnded, NoSuchCase
from onecity.common import rows
from onecity.common.actor import SYSTEM
from onecity.common.text import Text
from onecity.registers import queries as registers

logger = logging.getLogger(__name__)
BATCH = 10  # cases
READY = """
SELECT filed.id FROM applications_task task JOIN applications_case filed ON filed.id = task.case_id
WHERE task.automatic AND task.state = 'ready' AND filed.decided_at IS NULL
ORDER BY task.id LIMIT %s FOR UPDATE OF filed SKIP LOCKED
"""


def advance_some(limit: int = BATCH) -> int:
    """Do what is ready in some cases, the oldest first; how many cases that were.

    One transaction for all of them: a process killed half-way has done nothing, and one wait for the disk serves many.
    Cases that somebody holds just now are left for later. A case that cannot be done at all goes to an officer.
    """
    cases: list[UUID] = []
    try:
        with transaction.atomic(), rows.together():
            cases += _claim(limit)
            for case_id in cases:
                _advance(case_id)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("a batch of cases failed; they are done one by one")
        for case_id in cases:
            _advance_alone(case_id)
    return len(cases)


def advance_case(case_id: UUID) -> None:
    """Do every automatic step of a case that can be done now. Safe to run again, at any time, by anybody."""
    with transaction.atomic(), rows.together():
        _advance(case_id)


def _advance(case_id: UUID) -> None:
    try:
        work = casework.take_up_by_id(case_id, SYSTEM)
    except (NoSuchCase, CaseEnded):
        return
    while task := _next(work):
        _check(work, task)
    casework.put_down(work)


def _claim(limit: int) -> list[UUID]:
    return list(dict.fromkeys(case_id for (case_id,) in rows.many(READY, [limit])))


def _advance_alone(case_id: UUID) -> None:
    try:
        advance_case(case_id)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("case %s cannot be done by the machine; an officer gets it", case_id)
        _give_to_officers(case_id)


def _give_to_officers(case_id: UUID) -> None:
    with transaction.atomic():
        work = casework.take_up_by_id(case_id, SYSTEM)
        while task := _next(work):
            _hand_to_officer(work, task, Text())
        casework.put_down(work)


def _next(work: Casework) -> Task | None:
    """The first automatic task that is ready, in a case that has not ended."""
    if work.case.ended:
        return None
    return next((task for task in work.tasks if task.automatic and task.state == Task.READY), None)


def _check(work: Casework, task: Task) -> None:
    step = work.service.steps[task.step]
    outcome = _holds(work, task)
    if outcome:
        casework.finish(work, task, Task.PASSED)
        work.happened("step-passed", step=step.code, title=step.title)
        casework.move_on(work)
    elif outcome is None or step.otherwise == "officer":
        _hand_to_officer(work, task, step.reason)
    else:
        casework.finish(work, task, Task.REFUSED, str(step.reason))
        work.happened("step-refused", step=step.code, title=step.title, reason=step.reason)
        casework.refuse(work, str(step.reason), words=step.reason)


def _holds(work: Casework, task: Task) -> bool | None:
    """Whether the rule holds; None when it cannot be told from what the city knows."""
    case = work.case
    known = registers.read_registers(
        resident_id=case.resident_id,
        registers=registers_to_check(work.service, task.step),
        purpose=case.service,
        actor=SYSTEM,
    )
    facts = rules.facts(registers=known, answers=case.answers, today=work.today)
    try:
        return rules.compile(work.service.steps[task.step].auto).holds(facts)
    except rules.RuleFault:
        logger.warning("rule of %s step %s failed in case %s", case.service, task.step, case.number)
        return None


def _hand_to_officer(work: Casework, task: Task, reason: Text) -> None:
    """A person looks at what the rule could not settle."""
    work.touch(task)
    task.automatic, task.reason = False, str(reason)
    task.due_on = case_clock.due_after_failed_check(
        casework.agency_of(task.agency), work.service.steps[task.step], work.today
    )
    work.happened(
        "step-to-officer", step=task.step, title=work.service.steps[task.step].title, reason=reason, public=False
    )
