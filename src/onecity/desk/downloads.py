"""Files leave the desk as downloads only: no browser may show or run what somebody uploaded."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from onecity.files.models import File

KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


def attachment(file: File, data: bytes) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "sandbox",
    }
    return HttpResponse(data, content_type=KINDS[file.kind], headers=headers)
