"""One act of an officer, and the way back to where she stood."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from onecity.agencies import queries as agencies
from onecity.applications import permissions
from onecity.applications import queries as applications
from onecity.applications.models import Task
from onecity.applications.queries import CaseFile
from onecity.city import queries as city
from onecity.common import clock
from onecity.common.errors import NotFound, Refusal
from onecity.desk.views.queue import queue_context
from onecity.identity.roles import actor


def back_to(request: HttpRequest, address: str) -> HttpResponse:
    """To an address of the desk, keeping the filters of the queue."""
    kept = request.GET.urlencode()
    return redirect(f"{address}?{kept}" if kept else address)


def to_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    return back_to(request, reverse("desk:task", args=[task_id]))


def act(request: HttpRequest, done: str, do: Callable[[], object]) -> bool:
    """Do one thing and say so; a refusal becomes a message with its next step. True when it was done."""
    try:
        do()
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.next_step}".strip())
        return False
    messages.success(request, done)
    return True


def task_of(request: HttpRequest, task_id: UUID) -> tuple[Task, CaseFile]:
    """A task of this officer's agency, with its case. The look at the case is recorded."""
    return applications.case_of_task(task_id, actor(request))


def show_task(request: HttpRequest, task_id: UUID, *, status: int = 200, **more: object) -> HttpResponse:
    """The working page with the case of a task; only the case when htmx asks for it."""
    task, file = task_of(request, task_id)
    context = {"task": task, "file": file, "case": file.case, **may(request, task), **more}
    if request.headers.get("HX-Target") == "case":
        return render(request, "desk/parts/case.html", context, status=status)
    return render(request, "desk/task.html", queue_context(request) | context, status=status)


def may(request: HttpRequest, task: Task) -> dict[str, object]:
    """Which acts to offer. The domain decides again when one is done."""
    officer = actor(request)
    is_open = task.state in Task.OPEN_STATES and not task.automatic and permissions.works_for(officer, task)
    holds = is_open and permissions.holds(officer, task) and task.state != Task.READY
    leads = is_open and permissions.leads(officer, task)
    return {
        "may_take": is_open and task.state == Task.READY,
        "may_work": holds,
        "may_assign": leads,
        "colleagues": agencies.officers_of(task.agency, task.unit, clock.today()) if leads else [],
        "agencies": city.current().agencies.values() if holds else [],
    }
