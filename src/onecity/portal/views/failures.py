"""Pages for when something goes wrong: what happened, what was kept, what to do."""

import sys
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from onecity.common.errors import NotFound, Refusal
from onecity.common.outages import UNAVAILABLE
from onecity.portal.acting import FIELD, OtherPerson

PROBLEM = (
    '{"type":"urn:onecity:problem:unavailable","title":"Unavailable","status":503,"code":"unavailable",'
    '"detail":"The city\'s records cannot be reached.","next_step":"Try again in a moment.","errors":[]}'
)
SECRET = ("password", "csrf", "credential", "code", "token")
FEW = 60  # answers shown again


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """One refusal in its own words. What cannot be found looks the same whoever asks."""
    if isinstance(refusal, OtherPerson):
        return render(request, "failures/other_person.html", {"refusal": refusal}, status=refusal.status)
    return render(request, "failures/refused.html", _said(refusal), status=refusal.status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return refused(
        request,
        NotFound(
            _("There is no such page."),
            next_step=_("Check the address, or search for what you need in your own words."),
        ),
    )


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return refused(
        request,
        Refusal(_("This was not allowed."), next_step=_("Begin again at the first page."), status=403),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Too many fields, a size that was lied about, an address that is none."""
    return refused(
        request,
        Refusal(
            _("What was sent cannot be read."), next_step=_("Go back and try again, with less at a time."), status=400
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. While the database is away, the page says so."""
    if isinstance(sys.exc_info()[1], UNAVAILABLE):
        return unavailable(request)
    return render(request, "failures/error.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The page (or the RFC 9457 problem) for a moment without a database."""
    if request.path.startswith("/api/"):
        body, kind = PROBLEM, "application/problem+json"
    else:
        body, kind = render_to_string("failures/unavailable.html"), "text/html"
    return HttpResponse(body, status=503, content_type=kind, headers={"Retry-After": "10", "Cache-Control": "no-store"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The page was open for too long, or another tab signed in or out meanwhile.

    What was typed is shown again. Sending it on with one press is offered only when the browser itself vouches that the
    form came from our own pages (Fetch Metadata); a form made by somebody else can merely be read.
    """
    typed = _typed(request)
    own = request.headers.get("Sec-Fetch-Site") == "same-origin" and not request.FILES
    context = {
        "typed": typed,
        "shown": [(name.replace("_", " ").capitalize(), value) for name, value in typed if value and name != FIELD],
        "again": request.get_full_path() if own and typed else "",
        "back": _back(request),
        "files": [upload.name for name in request.FILES for upload in request.FILES.getlist(name)],
    }
    return render(request, "failures/csrf.html", context, status=403)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, without anything secret."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, str(value)) for name, value in pairs if not any(word in name for word in SECRET)][:FEW]


def _back(request: HttpRequest) -> str:
    """The page with the form, if it was ours."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() else "/"


def _said(refusal: Refusal) -> dict[str, object]:
    titles = {404: _("We cannot find this"), 403: _("This is not for you"), 429: _("Please wait a while")}
    return {"refusal": refusal, "title": titles.get(refusal.status, _("This was not done"))}
