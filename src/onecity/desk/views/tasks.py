"""Working on a task: read it, take it, ask for more, decide, hand it on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onecity.applications import domain as applications
from onecity.applications.domain.decisions import Outcome
from onecity.common.errors import Invalid
from onecity.desk.preview import is_last, words_for_resident
from onecity.desk.views.work import act, back_to, show_task, task_of, to_task
from onecity.identity.roles import actor, officer_required, step_up_required

OUTCOMES: dict[str, Outcome] = {"pass": "pass", "refuse": "refuse"}


@require_safe
@officer_required
def show(request: HttpRequest, task_id: UUID) -> HttpResponse:
    return show_task(request, task_id)


@require_POST
@officer_required
def take(request: HttpRequest, task_id: UUID) -> HttpResponse:
    act(request, _("You have taken the task."), lambda: applications.take_task(task_id=task_id, actor=actor(request)))
    return to_task(request, task_id)


@require_POST
@officer_required
def release(request: HttpRequest, task_id: UUID) -> HttpResponse:
    def do() -> object:
        return applications.release_task(task_id=task_id, actor=actor(request))

    act(request, _("The task is back in the queue."), do)
    return to_task(request, task_id)


@require_POST
@officer_required
def assign(request: HttpRequest, task_id: UUID) -> HttpResponse:
    def do() -> object:
        return applications.assign_task(task_id=task_id, account_id=_person(request), actor=actor(request))

    act(request, _("The task has been assigned."), do)
    return to_task(request, task_id)


@require_POST
@officer_required
def ask(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """What was typed stays in its box when it is refused."""
    text = request.POST.get("text", "")

    def do() -> object:
        return applications.ask_more(task_id=task_id, text=text, actor=actor(request))

    if act(request, _("The resident has been asked."), do):
        return to_task(request, task_id)
    return show_task(request, task_id, status=422, asked=text, open="ask")


@require_POST
@officer_required
def hand_over(request: HttpRequest, task_id: UUID) -> HttpResponse:
    agency, _slash, unit = request.POST.get("unit", "").partition("/")
    reason = request.POST.get("reason", "")

    def do() -> object:
        return applications.hand_over(task_id=task_id, agency=agency, unit=unit, reason=reason, actor=actor(request))

    if act(request, _("The task was handed over."), do):
        return back_to(request, "/desk/")
    return show_task(request, task_id, status=422, handed=reason, open="hand-over")


@require_http_methods(["GET", "POST"])
@officer_required
@step_up_required
def decide(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """First the words that the resident will read, then the decision. A GET begins anew."""
    if request.method == "GET":
        return redirect("desk:task", task_id)
    outcome = OUTCOMES.get(request.POST.get("outcome", ""))
    if "confirmed" in request.POST and outcome:
        return _decide(request, task_id, outcome)
    return _preview(request, task_id, outcome)


def _preview(request: HttpRequest, task_id: UUID, outcome: Outcome | None) -> HttpResponse:
    task, file = task_of(request, task_id)
    reason = request.POST.get("reason", "").strip()
    if not outcome or not reason:
        missing = _("Choose pass or refuse, and write the reason: the resident will read it.")
        return show_task(request, task_id, status=422, decided=reason, outcome=outcome, wrong=missing, open="decide")
    words = words_for_resident(file, task, outcome=outcome, reason=reason, actor=actor(request))
    context = {"task": task, "file": file, "case": file.case, "outcome": outcome, "reason": reason, "words": words}
    return render(request, "desk/decide.html", context | {"last": is_last(file, task)})


def _decide(request: HttpRequest, task_id: UUID, outcome: Outcome) -> HttpResponse:
    reason = request.POST.get("reason", "")

    def do() -> object:
        return applications.decide_task(task_id=task_id, outcome=outcome, reason=reason, actor=actor(request))

    if act(request, _("Your decision was stored and the resident has been told."), do):
        return back_to(request, "/desk/")
    return show_task(request, task_id, status=409, decided=reason, open="decide")


def _person(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("person", ""))
    except ValueError:
        raise Invalid(_("Choose somebody of the unit."), code="no-person") from None
