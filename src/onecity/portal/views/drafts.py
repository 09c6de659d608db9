"""Writing an application: a few plain pages, saved at each."""

from collections.abc import Collection, Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onecity import rules
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Page, Service
from onecity.common.errors import NotFound
from onecity.forms import answers as form_answers
from onecity.forms import domain as forms
from onecity.forms.models import Draft
from onecity.forms.posted import parse_posted
from onecity.forms.queries import get_draft
from onecity.identity.roles import actor
from onecity.portal.acting import must_concern, resident_page
from onecity.portal.fields import shown_on

CHECK = "check"  # in the address: show what is wrong; among the posted: go back to the check page


@require_safe
@resident_page
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where she left off: the first page on which something is missing, else what comes after the pages."""
    draft, service = open_draft(request, draft_id)
    if forms.carry_over(draft, actor(request)):
        service = catalogue.get_version(draft.version_id)
        messages.info(
            request, _("This form has changed since you began. What still fits was kept: please look it through.")
        )
    page = form_answers.first_unfinished(service, draft.answers)
    if not draft.page:
        page = next(iter(service.pages.values()))
    return redirect(address_of(draft, page)) if page else redirect(after_pages(draft, service))


@require_http_methods(["GET", "HEAD", "POST"])
@resident_page
def page(request: HttpRequest, draft_id: UUID, code: str) -> HttpResponse:
    if request.method == "POST":
        return _save(request, draft_id, code)
    draft, service = open_draft(request, draft_id)
    return _show(request, draft, service, _page(service, code))


@require_POST
@resident_page
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    forms.discard_draft(draft_id=draft_id, actor=actor(request))
    messages.success(request, _("The draft is deleted."))
    return redirect("cases")


@require_safe
@resident_page
def ask_discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft, service = open_draft(request, draft_id)
    return render(request, "portal/discard.html", {"draft": draft, "service": service})


def open_draft(request: HttpRequest, draft_id: UUID) -> tuple[Draft, Service]:
    """A draft of the person she acts for now, with the version of the service that it was begun with."""
    draft = get_draft(draft_id, actor(request))
    must_concern(request, draft.resident_id)
    if draft.submitted_at:
        raise forms.DraftSubmitted
    return draft, catalogue.get_version(draft.version_id)


def address_of(draft: Draft, page: Page) -> str:
    return reverse("draft-page", args=[draft.id, page.code])


def after_pages(draft: Draft, service: Service) -> str:
    """Documents if the service asks for any, then the last look."""
    return reverse("evidence" if service.evidence else "check", args=[draft.id])


def place_of(service: Service, draft: Draft, code: str) -> tuple[int, int]:
    """The number of a page among those that ask something, and how many steps there are with documents and check."""
    asked = [
        p.code for p in service.pages.values() if form_answers.visible_on(service, p, draft.answers) or p.code == code
    ]
    steps = [*asked, *(["evidence"] if service.evidence else []), CHECK]
    return steps.index(code) + 1, len(steps)


def _page(service: Service, code: str) -> Page:
    if code not in service.pages:
        raise NotFound(_("This form has no such page."))
    return service.pages[code]


def _show(request: HttpRequest, draft: Draft, service: Service, found: Page) -> HttpResponse:
    errors = form_answers.check_page(service, found, draft.answers) if CHECK in request.GET else {}
    number, of = place_of(service, draft, found.code)
    context = {
        "draft": draft,
        "service": service,
        "page": found,
        **_questions(draft, service, found, errors),
        "errors": errors,
        "number": number,
        "of": of,
        "back": _before(draft, service, found),
        "to_check": request.GET.get("then") == CHECK,
    }
    return render(request, "portal/draft_page.html", context)


def _questions(draft: Draft, service: Service, found: Page, errors: Mapping[str, str]) -> dict[str, object]:
    """``live``: some questions on the page come up or go with the answers to others on it."""
    looked_at = [
        rules.compile(service.fields[code].shown).names.fields for code in found.fields if service.fields[code].shown
    ]
    return {
        "fields": shown_on(service, found, draft, errors),
        "live": any(names & set(found.fields) for names in looked_at),
        "here_again": address_of(draft, found),
    }


def _save(request: HttpRequest, draft_id: UUID, code: str) -> HttpResponse:
    """Everything that was typed is kept, also what is wrong; then another page is shown."""
    draft, service = open_draft(request, draft_id)
    found = _page(service, code)
    answers = _posted(request, service, found, draft)
    result = forms.save_page(draft_id=draft_id, page=code, answers=answers, actor=actor(request))
    if request.headers.get("HX-Target") == "questions":
        return render(request, "portal/parts/questions.html", _questions(result.draft, service, found, {}))
    if result.errors:
        return redirect(_again(request, draft, found, result.errors, answers))
    if request.POST.get("then") == CHECK:
        return redirect("check", draft.id)
    return redirect(address_of(result.draft, result.next_page) if result.next_page else after_pages(draft, service))


def _posted(request: HttpRequest, service: Service, found: Page, draft: Draft) -> dict[str, object]:
    """The answers to what was on the page. A box that is not ticked is not posted, and yet was answered."""
    before = form_answers.visible_on(service, found, draft.answers)
    answers = parse_posted(service, found, request.POST)
    boxes = {name for name in before if service.fields[name].widget == "checkbox"}
    return {name: value for name, value in answers.items() if name in boxes or _was_posted(request, name)}


def _was_posted(request: HttpRequest, name: str) -> bool:
    return any(key == name or key.startswith(f"{name}-") for key in request.POST)


def _again(request: HttpRequest, draft: Draft, found: Page, wrong: Collection[str], asked: Collection[str]) -> str:
    """The same page with what is wrong on it. Questions that only came up with these answers are no mistake of hers."""
    new = [code for code in wrong if code not in asked]
    said = {} if len(new) == len(wrong) else {CHECK: "1"}
    if request.POST.get("then") == CHECK:
        said["then"] = CHECK
    query = f"?{urlencode(said)}" if said else ""
    return address_of(draft, found) + query + ("" if said.get(CHECK) else f"#{new[0]}")


def _before(draft: Draft, service: Service, found: Page) -> str:
    codes = list(service.pages)
    earlier = [service.pages[code] for code in codes[: codes.index(found.code)]]
    asked = [p for p in earlier if form_answers.visible_on(service, p, draft.answers)]
    return address_of(draft, asked[-1]) if asked else reverse("service", args=[service.code])
