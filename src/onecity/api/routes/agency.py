"""For agencies' own systems: their cases and tasks."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from onecity.api import schemas as api
from onecity.api import shapes
from onecity.api.access import AGENCY, agency
from onecity.applications import domain as applications
from onecity.applications import queries

router = Router(tags=["agencies"], auth=AGENCY)
CaseState = Literal["", "open", "waiting", "granted", "refused", "withdrawn"]
TaskState = Literal["", "ready", "taken", "waiting"]
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/agency/cases", response=api.CasePage)
def list_agency_cases(
    request: HttpRequest, state: CaseState = "", service: api.Code | Literal[""] = "", after: api.Cursor = "",
    limit: Limit = 50,
) -> object:  # fmt: skip
    """The cases of the agency's services, the newest first. Each one shown is a look that the resident can see."""
    page = queries.cases_of_agency(agency(request), state=state, service=service, after=after, limit=limit)
    return {"items": [shapes.case(each) for each in page.items], "after": page.after}


@router.get("/agency/cases/{case_id}", response=api.AgencyCaseDetail)
def get_agency_case(request: HttpRequest, case_id: UUID) -> object:
    return shapes.agency_case_detail(queries.case_for_officer(case_id, agency(request)))


@router.get("/agency/tasks", response=api.TaskPage)
def list_tasks(
    request: HttpRequest, unit: api.Code | Literal[""] = "", state: TaskState = "", overdue: bool = False,
    service: api.Code | Literal[""] = "", after: api.Cursor = "", limit: Limit = 50,
) -> object:  # fmt: skip
    """Open tasks of the agency, due first."""
    wanted = queries.QueueFilter(unit=unit, state=state, overdue=overdue, service=service)
    page = queries.queue(agency(request), filter=wanted, after=after, limit=limit)
    return {"items": [shapes.task(each) for each in page.items], "after": page.after}


@router.post("/agency/tasks/{task_id}/take", response=api.TaskOut)
def take(request: HttpRequest, task_id: UUID) -> object:
    """Take a task, so that nobody else works on it."""
    return shapes.task(applications.take_task(task_id=task_id, actor=agency(request)))


@router.post("/agency/tasks/{task_id}/decide", response=api.TaskOut)
def decide(request: HttpRequest, task_id: UUID, data: api.DecisionIn) -> object:
    """Pass or refuse a task that was taken, with a reason."""
    actor = agency(request)
    return shapes.task(applications.decide_task(task_id=task_id, outcome=data.outcome, reason=data.reason, actor=actor))
