"""A form that was sent too early: kept while its sender proves who she is, and sent on afterwards.

Step-up and the end of a session both come between a person and what she typed. What she sent is kept in her
session, for her account only and for half an hour, and ``/account/resume/`` hands it to the view it was meant for.
That a GET may do so is safe: only a form that passed the check against forgery is ever kept.
"""

import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse

KEY = "suspended"
KEPT_SECONDS = 30 * 60
LARGEST = 200_000  # characters; what is larger is not kept


def ask_first(request: HttpRequest, address: str, *, account: str) -> HttpResponse:
    """Send the person to ``address`` (sign in, prove yourself) and afterwards to what she wanted to do."""
    after = reverse("resume") if keep(request, account=account) else request.get_full_path()
    joined = "&" if "?" in address else "?"
    return _go_to(request, f"{address}{joined}{urlencode({REDIRECT_FIELD_NAME: after})}")


def keep(request: HttpRequest, *, account: str) -> bool:
    """Keep a posted form. Says no to what cannot be sent again as it was: a GET, files, something very large."""
    posted = request.POST.urlencode() if request.method == "POST" else ""
    if not posted or request.FILES or len(posted) > LARGEST:
        return False
    request.session[KEY] = {"to": request.get_full_path(), "posted": posted, "account": account, "at": time.time()}
    return True


def take(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept for the account that is signed in now; another's or an old one is thrown away.

    A form that a stranger sent (her session was gone) is kept for whoever signs in next in the same browser: views
    that may be reached so must know by the form itself whom it concerns.
    """
    kept = request.session.pop(KEY, None)
    if not kept or kept["account"] not in ("", str(request.user.pk)) or time.time() - kept["at"] > KEPT_SECONDS:
        return None
    return dict(kept)


def carry_over(request: HttpRequest) -> None:
    """A step-up at an outside provider signs out and in again: remember what was kept before the session goes."""
    request.suspended = request.session.get(KEY)  # type: ignore[attr-defined]


def put_back(request: HttpRequest) -> None:
    """After signing in: what was carried over waits again, for the account it belongs to."""
    if getattr(request, "suspended", None):
        request.session[KEY] = request.suspended  # type: ignore[attr-defined]


def send_on(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    """Answer as if the kept form had just arrived. Every decorator of the view looks at it again."""
    to = urlsplit(kept["to"])
    found = resolve(to.path)
    request.method = request.META["REQUEST_METHOD"] = "POST"
    request.path = request.path_info = to.path
    request.META["QUERY_STRING"] = to.query
    request.GET, request.POST = QueryDict(to.query), QueryDict(kept["posted"])  # type: ignore[misc, assignment]
    request.resolver_match = found
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer


def _go_to(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect that htmx follows as a whole page too."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
