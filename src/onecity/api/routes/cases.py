"""Filing an application and following it."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router

from onecity.api import schemas as api
from onecity.api import shapes
from onecity.api.access import ANYBODY_SIGNED_IN, resident, resident_id
from onecity.applications import domain as applications
from onecity.applications import queries

router = Router(tags=["cases"], auth=ANYBODY_SIGNED_IN)
Key = Annotated[str, Header(alias="Idempotency-Key", max_length=64, pattern=r"^[\x21-\x7e]*$")]


@router.post("/cases", response={201: api.CaseOut})
def submit(request: HttpRequest, response: HttpResponse, data: api.SubmitIn, key: Key = "") -> object:
    """File a draft. The answer comes after the case is stored. One draft gives one case, however often it is sent.

    With an ``Idempotency-Key``, the same key for another draft is refused (422).
    """
    case = applications.submit_application(draft_id=data.draft, actor=resident(request), key=key)
    response["Location"] = f"/api/v1/cases/{case.id}"
    return shapes.case(case)


@router.get("/cases", response=api.CasePage)
def list_cases(request: HttpRequest, after: api.Cursor = "") -> object:
    """My cases, the newest first."""
    page = queries.cases_of(resident_id(request), after)
    return {"items": [shapes.case(each) for each in page.items], "after": page.after}


@router.get("/cases/{case_id}", response=api.CaseDetail)
def get_case(request: HttpRequest, case_id: UUID) -> object:
    """What happened, what comes next, who has it and until when."""
    return shapes.case_detail(queries.case_for_resident(case_id, resident(request)))


@router.post("/cases/{case_id}/messages", response={201: api.MessageOut})
def write_message(request: HttpRequest, case_id: UUID, data: api.MessageIn) -> object:
    """Write to the officers of the case."""
    return shapes.message(applications.write_message(case_id=case_id, text=data.text, actor=resident(request)))


@router.post("/cases/{case_id}/answer", response={201: api.MessageOut})
def give_more(request: HttpRequest, case_id: UUID, data: api.MessageIn) -> object:
    """Answer what an officer asked; the clock of the case runs again."""
    actor = resident(request)
    return shapes.message(applications.give_more(case_id=case_id, text=data.text, uploads=(), actor=actor))


@router.post("/cases/{case_id}/withdraw", response=api.CaseOut)
def withdraw(request: HttpRequest, case_id: UUID) -> object:
    """Take the application back."""
    return shapes.case(applications.withdraw_case(case_id=case_id, actor=resident(request)))
