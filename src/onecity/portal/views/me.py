"""Herself: how she wants to be reached, who looked at her data, what she reported as wrong."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onecity.city import queries as city
from onecity.common import clock
from onecity.common.errors import Invalid
from onecity.identity.roles import actor
from onecity.ledger.queries import PAGE, accesses_of
from onecity.people import queries as people
from onecity.people.domain import change_contact
from onecity.people.models import Resident
from onecity.portal.acting import resident_page, whom
from onecity.portal.context import languages_of
from onecity.portal.looks import grouped
from onecity.portal.views.inbox import after_of


@require_safe
@resident_page
def me(request: HttpRequest) -> HttpResponse:
    now = whom(request)
    context = {
        "resident": people.get_resident(now.resident_id),
        "district": city.current().districts,
        "agents": people.agents_of(now.resident_id, clock.today()),
        "here": "me",
    }
    return render(request, "portal/me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@resident_page
def contact(request: HttpRequest) -> HttpResponse:
    """How she wants to be reached. What was typed is shown again when it cannot be right."""
    resident = people.get_resident(whom(request).resident_id)
    if request.method != "POST":
        return _show_contact(request, _contact_of(resident), {})
    typed = {name: request.POST.get(name, "") for name in ("email", "phone", "language", "notices_by_email")}
    if typed["language"] not in dict(settings.LANGUAGES):
        typed["language"] = resident.language
    try:
        _change(request, resident, typed)
    except Invalid as refusal:
        return _show_contact(request, typed, refusal.fields, status=422)
    messages.success(request, _("Your contact details are saved."))
    return redirect("me")


@require_safe
@resident_page
def looks(request: HttpRequest) -> HttpResponse:
    """Everything that was done with her data, in words."""
    entries = accesses_of(whom(request).resident_id, after_of(request), limit=PAGE + 1)
    context = {
        "groups": grouped(entries[:PAGE]),
        "after": entries[PAGE - 1].id if len(entries) > PAGE else "",
        "here": "me",
    }
    return render(request, "portal/looks.html", context)


def _change(request: HttpRequest, resident: Resident, typed: dict[str, str]) -> None:
    change_contact(
        resident_id=resident.id,
        email=typed["email"],
        phone=typed["phone"],
        language=typed["language"],
        notices_by_email=bool(typed["notices_by_email"]),
        actor=actor(request),
    )


def _contact_of(resident: Resident) -> dict[str, str]:
    return {
        "email": resident.email,
        "phone": resident.phone,
        "language": resident.language,
        "notices_by_email": "yes" if resident.notices_by_email else "",
    }


def _show_contact(
    request: HttpRequest, typed: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    spoken = languages_of(city.current())
    context = {"typed": typed, "errors": errors, "spoken": spoken, "here": "me"}
    return render(request, "portal/contact.html", context, status=status)
