"""Writing an application."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile

from onecity.api import schemas as api
from onecity.api import shapes
from onecity.api.access import ANYBODY_SIGNED_IN, resident, resident_id
from onecity.catalogue import queries as catalogue
from onecity.forms import answers as form_answers
from onecity.forms import domain as forms
from onecity.forms import evidence
from onecity.forms import queries as form_queries
from onecity.forms.models import Draft

router = Router(tags=["drafts"], auth=ANYBODY_SIGNED_IN)


@router.get("/drafts", response=api.DraftPage)
def list_drafts(request: HttpRequest) -> object:
    """The applications that I have begun."""
    return {"items": [shapes.draft(each, {}) for each in form_queries.drafts_of(UUID(resident(request).id))]}


@router.post("/drafts", response={201: api.DraftOut})
def start_draft(request: HttpRequest, data: api.DraftIn) -> object:
    """Begin an application (or go on with the one begun); what the city knows is filled in, with its source.

    One that was begun under an earlier version of the service goes on under the one in force, with what still fits.
    """
    actor = resident(request)
    service = catalogue.get_service(data.service)
    draft = forms.start_draft(service=service, resident_id=data.resident or resident_id(request), actor=actor)
    forms.carry_over(draft, actor)
    return _shown(draft)


@router.get("/drafts/{draft_id}", response=api.DraftOut)
def get_draft(request: HttpRequest, draft_id: UUID) -> object:
    """An application as far as it is written."""
    return _shown(form_queries.get_draft(draft_id, resident(request)))


@router.patch("/drafts/{draft_id}", response=api.DraftOut)
def save_answers(request: HttpRequest, draft_id: UUID, data: api.AnswersIn) -> object:
    """Keep these answers. The rest stays; ``errors`` says what is still missing or wrong."""
    return _shown(forms.save_answers(draft_id=draft_id, answers=data.answers, actor=resident(request)).draft)


@router.delete("/drafts/{draft_id}", response={204: None})
def discard_draft(request: HttpRequest, draft_id: UUID) -> object:
    """Throw the draft away, with its files."""
    forms.discard_draft(draft_id=draft_id, actor=resident(request))
    return HttpResponse(status=204)


@router.post("/drafts/{draft_id}/evidence/{code}", response={201: api.FileOut})
def add_evidence(request: HttpRequest, draft_id: UUID, code: api.Code, upload: File[UploadedFile]) -> object:
    """Add a document: PDF, JPEG or PNG, as the service says."""
    actor = resident(request)
    return shapes.file(evidence.add_evidence(draft_id=draft_id, evidence=code, upload=upload, actor=actor))


def _shown(draft: Draft) -> object:
    service = catalogue.get_version(draft.version_id)
    return shapes.draft(draft, form_answers.check(service, draft.answers))
