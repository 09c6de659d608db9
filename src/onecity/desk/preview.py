"""What the resident will read of a decision, before it is sent."""

from onecity.applications import steps
from onecity.applications.domain.decisions import Outcome
from onecity.applications.events import event
from onecity.applications.models import Event, Task
from onecity.applications.queries import CaseFile
from onecity.applications.words import sentence
from onecity.common.actor import Actor


def words_for_resident(file: CaseFile, task: Task, *, outcome: Outcome, reason: str, actor: Actor) -> list[str]:
    """The lines that this decision adds to the resident's timeline, in the officer's language."""
    shown = Actor(kind=actor.kind, agency=actor.agency)  # a resident reads the office, not the officer
    return [sentence(line) for line in _lines(file, task, outcome, reason, shown)]


def _lines(file: CaseFile, task: Task, outcome: Outcome, reason: str, actor: Actor) -> list[Event]:
    title = file.service.steps[task.step].title
    kind = "step-passed" if outcome == "pass" else "step-refused"
    lines = [event(file.case, kind, actor, title=title, reason=reason)]
    if outcome == "refuse":
        lines.append(event(file.case, "refused", actor, reason=reason))
    elif is_last(file, task):
        lines.append(event(file.case, "granted", actor))
    return lines


def is_last(file: CaseFile, task: Task) -> bool:
    """Whether passing this task grants the case."""
    passed = {other.step for other in file.tasks if other.state == Task.PASSED} | {task.step}
    return steps.all_passed(file.service, passed)
