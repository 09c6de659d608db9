"""Files come back to the person who handed them in: as downloads, never shown in our pages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from onecity.applications import permissions
from onecity.common.actor import Actor
from onecity.common.errors import NotFound
from onecity.files.domain import read_file
from onecity.files.models import File
from onecity.forms.queries import get_draft
from onecity.identity.roles import actor
from onecity.portal.acting import resident_page

KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@require_safe
@resident_page
def download(request: HttpRequest, file_id: UUID) -> HttpResponse:
    who = actor(request)
    file, data = read_file(file_id=file_id, actor=who, may_see=lambda found: _is_hers(found, who))
    return attachment(data, KINDS[file.kind], file.name)


def attachment(data: bytes, kind: str, name: str) -> HttpResponse:
    """No browser may show or run what somebody uploaded."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "sandbox",
    }
    return HttpResponse(data, content_type=kind, headers=headers)


def _is_hers(file: File, who: Actor) -> bool:
    """Of a case of hers, or of a draft that she is writing."""
    if file.case_id:
        return permissions.own_cases(who).filter(id=file.case_id).exists()
    try:
        return file.draft_id is not None and get_draft(file.draft_id, who) is not None
    except NotFound:
        return False
