"""When a session ends: after a time without use, after a time in all, and with every change of password.

(The last is Django's: a session carries a hash of the password it was opened with.)
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from onecity.common.outages import UNAVAILABLE
from onecity.identity import suspended

Handler = Callable[[HttpRequest], HttpResponse]
BEGUN, SEEN = "begun", "seen"
WATCHES = "X-Watch"  # a page that looks again by itself is no use of it by anybody
NOTED_EVERY = 60  # seconds: a session is not written at every request


def limited_sessions(get_response: Handler) -> Handler:
    """End a session that was idle or open for too long, and keep what was just sent until its owner is back."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            over = _over(request)
        except UNAVAILABLE:  # the page itself will say so, in words
            return get_response(request)
        return end(request) if over else get_response(request)

    return answer


def _over(request: HttpRequest) -> bool:
    if SESSION_KEY not in request.session:
        return False
    over = is_over(request, *settings.SESSION_LIMITS["resident"])
    if not over and WATCHES not in request.headers:
        _note(request)
    return over


def is_over(request: HttpRequest, idle: float, absolute: float) -> bool:
    """Whether the session was idle for longer, or has been open for longer, than these seconds."""
    now = time.time()
    return idle_of(request) > idle or now - request.session.get(BEGUN, now) > absolute


def idle_of(request: HttpRequest) -> float:
    """Seconds since the request before this one."""
    if not hasattr(request, "idle"):
        now = time.time()
        request.idle = now - request.session.get(SEEN, now)  # type: ignore[attr-defined]
    return float(request.idle)  # type: ignore[attr-defined]


def end(request: HttpRequest) -> HttpResponse:
    """Sign out and ask to sign in again; a form that was just sent waits for the same account."""
    account = str(request.session[SESSION_KEY])
    logout(request)
    return suspended.ask_first(request, reverse("account_login"), account=account)


def _note(request: HttpRequest) -> None:
    now = time.time()
    if BEGUN not in request.session:
        request.session[BEGUN] = now
    if now - request.session.get(SEEN, 0) > NOTED_EVERY:
        request.session[SEEN] = now
