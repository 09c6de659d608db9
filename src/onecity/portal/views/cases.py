"""Her applications: the list, and each as one follows a parcel."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onecity.applications import domain as applications
from onecity.applications import queries
from onecity.applications.models import Case
from onecity.applications.queries import CaseFile
from onecity.certificates.queries import certificate_of_case
from onecity.common.errors import NotFound, Refusal
from onecity.forms.queries import drafts_of
from onecity.identity.roles import actor
from onecity.portal.acting import must_concern, resident_page, whom

STARS = range(5, 0, -1)


@require_safe
@resident_page
def listing(request: HttpRequest) -> HttpResponse:
    now, after = whom(request), request.GET.get("after", "")
    context = {
        "page": queries.cases_of(now.resident_id, after=after),
        "drafts": [] if after else drafts_of(UUID(actor(request).id), now.resident_id),
        "here": "cases",
    }
    return render(request, "portal/cases.html", context)


@require_safe
@resident_page
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return _show(request, _file(request, case_id))


@require_POST
@resident_page
def message(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write to the officers; a file may go with it."""
    text = request.POST.get("text", "")
    try:
        applications.write_message(case_id=case_id, text=text, actor=actor(request), upload=request.FILES.get("file"))
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, _file(request, case_id), refusal, typed={"text": text}, field="text")
    messages.success(request, _("Your message was sent."))
    return redirect("case", case_id)


@require_POST
@resident_page
def give_more(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Answer what the officer asked for. What was typed is shown again when it cannot be sent."""
    text, uploads = request.POST.get("answer", ""), request.FILES.getlist("files")
    try:
        applications.give_more(case_id=case_id, text=text, uploads=uploads, actor=actor(request))
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, _file(request, case_id), refusal, typed={"answer": text}, field="answer")
    messages.success(request, _("Your answer was sent. The officer goes on with it."))
    return redirect("case", case_id)


@require_http_methods(["GET", "HEAD", "POST"])
@resident_page
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Asked once more before it is done."""
    found = _file(request, case_id)
    if request.method != "POST":
        return render(request, "portal/withdraw.html", {"file": found, "case": found.case, "here": "cases"})
    applications.withdraw_case(case_id=case_id, actor=actor(request))
    messages.success(request, _("You have withdrawn the application."))
    return redirect("case", case_id)


@require_POST
@resident_page
def rate(request: HttpRequest, case_id: UUID) -> HttpResponse:
    stars, comment = request.POST.get("stars", ""), request.POST.get("comment", "")
    try:
        applications.rate_case(case_id=case_id, stars=_number(stars), comment=comment, actor=actor(request))
    except NotFound:
        raise
    except Refusal as refusal:
        typed = {"stars": _number(stars), "comment": comment}
        return _show(request, _file(request, case_id), refusal, typed=typed, field="stars-5")
    messages.success(request, _("Thank you. Your rating is public now, without your name."))
    return redirect("case", case_id)


def _file(request: HttpRequest, case_id: UUID) -> CaseFile:
    found = queries.case_for_resident(case_id, actor(request))
    must_concern(request, found.case.resident_id)
    return found


def _show(
    request: HttpRequest,
    found: CaseFile,
    refusal: Refusal | None = None,
    *,
    typed: dict[str, object] | None = None,
    field: str = "",
) -> HttpResponse:
    case = found.case
    words = f"{refusal.message} {refusal.next_step}".strip() if refusal else ""
    context = {
        "file": found,
        "case": case,
        "certificate": certificate_of_case(case.id) if case.state == Case.GRANTED else None,
        "asked": next((m for m in reversed(found.messages) if m.asks_more), None)
        if case.state == Case.WAITING
        else None,
        "may_rate": case.state in (Case.GRANTED, Case.REFUSED) and found.rating is None,
        "stars": STARS,
        "typed": typed or {},
        "errors": {field: words} if refusal else {},
        "wrong": field,
        "here": "cases",
    }
    return render(request, "portal/case.html", context, status=refusal.status if refusal else 200)


def _number(text: str) -> int:
    return int(text) if text in ("1", "2", "3", "4", "5") else 0
