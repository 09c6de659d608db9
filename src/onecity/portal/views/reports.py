"""Reporting something, or asking: in one's own words, with a photo and a place, and no category to choose."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onecity.common.actor import SYSTEM, Actor
from onecity.common.errors import Invalid, Refusal
from onecity.contact import domain
from onecity.contact.models import ContactRequest, Picture
from onecity.contact.queries import requests as reports
from onecity.contact.refusals import NoSuchRequest
from onecity.identity import limits
from onecity.identity.roles import actor, actor_or_none
from onecity.portal import reporting
from onecity.portal.acting import resident_page

LONGEST = 4000  # characters
REPORTS, REPORTS_WITHIN = 20, timedelta(hours=1)  # from one address


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first page: what it is about, and where."""
    told = reporting.told_in(request.POST) if request.method == "POST" else reporting.kept(request)
    if request.method != "POST":
        return render(request, "portal/report_new.html", {"told": told, "longest": LONGEST})
    wrong = _wrong(told)
    if wrong:
        return render(request, "portal/report_new.html", {"told": told, "error": wrong, "longest": LONGEST}, status=422)
    reporting.keep(request, told)
    return redirect("report-check")


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The second page: what the city makes of it, what may answer it at once, and a photo."""
    told = reporting.kept(request)
    if not told.words:
        return redirect("report-new")
    if request.method == "POST":
        return _send(request, told)
    return render(request, "portal/report_check.html", reporting.made_of(told))


def _send(request: HttpRequest, told: reporting.Told) -> HttpResponse:
    try:
        limits.check(what="report", who=limits.address_of(request), times=REPORTS, within=REPORTS_WITHIN)
        received = _receive(request, told)
    except Refusal as refusal:
        context = reporting.made_of(told) | {"refusal": refusal, "typed": request.POST}
        return render(request, "portal/report_check.html", context, status=refusal.status)
    reporting.forget(request)
    _after(received, told, request.POST)
    messages.success(request, _("We have it. This page is yours: keep its address."))
    return redirect("report", received.token)


def _receive(request: HttpRequest, told: reporting.Told) -> domain.Received:
    posted = request.POST
    photos = [upload.read() for upload in request.FILES.getlist("photos")]
    return domain.receive(
        channel="web", words=told.words, place=told.place, lon=told.lon, lat=told.lat,
        actor=actor_or_none(request) or Actor(kind="reporter"), pictures=photos, name=posted.get("name", ""),
        phone=posted.get("phone", ""), email=posted.get("email", ""), private="public" not in posted,
    )  # fmt: skip


def _after(received: domain.Received, told: reporting.Told, posted: Any) -> None:
    """She said that an article answers it, or that it is one of those that she was shown."""
    reporter = Actor(kind="reporter", id=str(received.request.id))
    if answer := posted.get("answer"):
        domain.answer_at_once(request_id=received.request.id, answer=answer, actor=SYSTEM)
    elif same := posted.get("same"):
        shown = {str(other.id): other.id for other in reporting.duplicates(told)}
        if same in shown:
            domain.merge(request_id=received.request.id, into=shown[same], actor=reporter)


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The reporter's own page, opened by the link that only she has."""
    return _page(request, reports.request_by_token(token), reverse("report", args=[token]))


@require_POST
def act(request: HttpRequest, token: str) -> HttpResponse:
    """Solved or not, something to add, reopened."""
    found = reports.request_by_token(token)
    return _act(request, found, Actor(kind="reporter", id=str(found.id)), reverse("report", args=[token]))


@require_safe
def picture(request: HttpRequest, token: str, picture: UUID) -> HttpResponse:  # noqa: ARG001
    """A photo of her own report, or the proof of what was done."""
    return _picture(reports.request_by_token(token), picture)


@require_safe
@resident_page
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/reports.html", {"reports": reports.requests_of(actor(request)), "here": "cases"})


@require_safe
@resident_page
def show_own(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return _page(request, _own(request, request_id), reverse("own-report", args=[request_id]))


@require_POST
@resident_page
def act_own(request: HttpRequest, request_id: UUID) -> HttpResponse:
    found = _own(request, request_id)
    return _act(request, found, actor(request), reverse("own-report", args=[request_id]))


@require_safe
@resident_page
def picture_own(request: HttpRequest, request_id: UUID, picture: UUID) -> HttpResponse:
    return _picture(_own(request, request_id), picture)


def _own(request: HttpRequest, request_id: UUID) -> ContactRequest:
    found = ContactRequest.objects.filter(id=request_id, resident_id=actor(request).resident).first()
    if found is None:
        raise NoSuchRequest
    return found


def _page(request: HttpRequest, found: ContactRequest, here: str, **more: object) -> HttpResponse:
    context = {
        "file": reports.file_for_reporter(found),
        "report": found,
        "address": here,
        "stars": (5, 4, 3, 2, 1),
        **more,
    }
    status = getattr(more.get("refusal"), "status", 200)
    return render(request, "portal/report.html", context, status=status)


def _act(request: HttpRequest, found: ContactRequest, who: Actor, here: str) -> HttpResponse:
    posted = request.POST
    try:
        _done(found, who, posted)
    except Refusal as refusal:
        return _page(request, found, here, refusal=refusal, typed=posted.get("words", ""))
    messages.success(request, _("Thank you. It is stored."))
    return redirect(here)


def _done(found: ContactRequest, who: Actor, posted: Any) -> None:
    words, act_ = posted.get("words", ""), posted.get("act")
    if act_ in ("solved", "unsolved"):
        stars = int(posted["stars"]) if posted.get("stars", "") in "12345" and posted.get("stars") else None
        domain.confirm(request_id=found.id, solved=act_ == "solved", stars=stars, comment=words, actor=who)
    elif act_ == "reopen":
        domain.reopen(request_id=found.id, reason=words, actor=who)
    elif act_ == "add":
        domain.add_words(request_id=found.id, text=words, actor=who)
    else:
        raise Invalid(_("Choose what you want to do."))


def _picture(found: ContactRequest, picture: UUID) -> HttpResponse:
    photo = Picture.objects.filter(id=picture, request_id=found.id).first()
    if photo is None:
        raise NoSuchRequest
    return HttpResponse(bytes(photo.data), content_type=f"image/{photo.kind}")


def _wrong(told: reporting.Told) -> str:
    if not told.words:
        return _("Say in a few words what it is about.")
    return _("At most %(limit)s characters.") % {"limit": LONGEST} if len(told.words) > LONGEST else ""
