"""The end of an application: documents, a last look, sending it once, and the receipt."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onecity.applications import domain as applications
from onecity.applications import queries as cases
from onecity.applications.fees import work_out_fee
from onecity.applications.refusals import AnswersWrong
from onecity.catalogue.definition import Service
from onecity.catalogue.promise import promised_on
from onecity.common import clock
from onecity.common.errors import NotFound, Refusal
from onecity.files.queries import files_of_draft
from onecity.forms import answers as form_answers
from onecity.forms import evidence as documents
from onecity.forms.models import Draft
from onecity.identity.roles import actor
from onecity.portal.acting import must_concern, resident_page
from onecity.portal.fields import shown_on
from onecity.portal.handed import handed_in, missing
from onecity.portal.views.drafts import CHECK, address_of, open_draft, place_of


@require_http_methods(["GET", "HEAD", "POST"])
@resident_page
def evidence(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Documents: chosen, added, taken out again."""
    draft, service = open_draft(request, draft_id)
    if request.method == "POST":
        return _take_in(request, draft, service)
    return _show_evidence(request, draft, service, _problems(request, draft, service))


@require_safe
@resident_page
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft, service = open_draft(request, draft_id)
    return _show_check(request, draft, service)


@require_POST
@resident_page
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Sent once, however often the button is pressed: the receipt is that of the one case."""
    try:
        case = applications.submit_application(draft_id=draft_id, actor=actor(request))
    except NotFound:
        raise
    except Refusal as refusal:
        draft, service = open_draft(request, draft_id)
        return _show_check(request, draft, service, refusal)
    return redirect("receipt", case.id)


@require_safe
@resident_page
def receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    found = cases.case_for_resident(case_id, actor(request))
    must_concern(request, found.case.resident_id)
    return render(request, "portal/receipt.html", {"file": found, "case": found.case, "here": "cases"})


def _take_in(request: HttpRequest, draft: Draft, service: Service) -> HttpResponse:
    """Keep every file that can be used; what cannot is said beside its field."""
    here = redirect("evidence", draft.id)
    if removed := request.POST.get("remove"):
        documents.remove_evidence(draft_id=draft.id, file_id=_uuid(removed), actor=actor(request))
        return here
    wrong = {code: words for code in service.evidence if (words := _add_all(request, draft, code))}
    if wrong:
        return _show_evidence(request, draft, service, wrong, status=422)
    if "stay" in request.POST:
        return here
    if missing(documents.asked_of(service, draft), files_of_draft(draft.id)):
        return redirect(f"{reverse('evidence', args=[draft.id])}?{CHECK}=1")
    return redirect("check", draft.id)


def _add_all(request: HttpRequest, draft: Draft, code: str) -> str:
    """What is wrong with the files chosen for one document; empty when all were taken in."""
    problems = [_add(request, draft, code, upload) for upload in request.FILES.getlist(code)]
    return " ".join(problem for problem in problems if problem)


def _add(request: HttpRequest, draft: Draft, code: str, upload: "UploadedFile[Any]") -> str:
    try:
        documents.add_evidence(draft_id=draft.id, evidence=code, upload=upload, actor=actor(request))
    except NotFound:
        raise
    except Refusal as refusal:
        return f"{upload.name}: {refusal.message} {refusal.next_step}".strip()
    return ""


def _problems(request: HttpRequest, draft: Draft, service: Service) -> dict[str, str]:
    if CHECK not in request.GET:
        return {}
    return missing(documents.asked_of(service, draft), files_of_draft(draft.id))


def _show_evidence(
    request: HttpRequest, draft: Draft, service: Service, errors: dict[str, str], status: int = 200
) -> HttpResponse:
    number, of = place_of(service, draft, "evidence")
    context = {
        "draft": draft,
        "service": service,
        "documents": handed_in(documents.asked_of(service, draft), files_of_draft(draft.id), errors),
        "errors": errors,
        "number": number,
        "of": of,
        "back": address_of(draft, list(service.pages.values())[-1]),
    }
    return render(request, "portal/evidence.html", context, status=status)


def _show_check(request: HttpRequest, draft: Draft, service: Service, refusal: Refusal | None = None) -> HttpResponse:
    asked = documents.asked_of(service, draft)
    files = files_of_draft(draft.id) if service.evidence else []
    problems = _with_addresses(draft, service, {**missing(asked, files), **(refusal.fields if refusal else {})})
    number, of = place_of(service, draft, CHECK)
    context = {
        "draft": draft,
        "service": service,
        "pages": [(page, shown_on(service, page, draft, {})) for page in service.pages.values()],
        "documents": handed_in(asked, files, {}),
        "problems": problems,
        "refusal": None if isinstance(refusal, AnswersWrong) else refusal,
        "fee": work_out_fee(
            service=service, resident_id=draft.resident_id, answers=draft.answers, actor=actor(request)
        ),
        "promised_on": promised_on(service, clock.today()),
        "number": number,
        "of": of,
    }
    return render(request, "portal/check.html", context, status=refusal.status if refusal else 200)


def _with_addresses(draft: Draft, service: Service, problems: dict[str, str]) -> list[tuple[str, str]]:
    """What is wrong or missing, each with the address where it is put right."""
    wrong = {**form_answers.check(service, draft.answers), **problems}
    return [(_address(draft, service, code), words) for code, words in wrong.items()]


def _address(draft: Draft, service: Service, code: str) -> str:
    for page in service.pages.values():
        if code in page.fields:
            return f"{address_of(draft, page)}?{CHECK}=1&then={CHECK}#{code}"
    return f"{reverse('evidence', args=[draft.id])}?{CHECK}=1#{code}"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("There is no such file.")) from None
