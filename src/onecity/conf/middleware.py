"""What holds for every answer."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
PROBLEM = (
    '{"type":"urn:onecity:problem:unavailable","title":"Unavailable","status":503,"code":"unavailable",'
    '"detail":"The city\'s records cannot be reached.","next_step":"Try again in a moment.","errors":[]}'
)
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)


def plain_failures(get_response: Handler) -> Handler:
    """The database is away: say so truthfully, with 503 and when to come back; never a traceback to a person."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UNAVAILABLE):
            return None
        logger.warning("database unavailable: %s", type(error).__name__)
        return unavailable(request)

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def unavailable(request: HttpRequest) -> HttpResponse:
    """The page (or the RFC 9457 problem) for a moment without a database."""
    if request.path.startswith("/api/"):
        body, kind = PROBLEM, "application/problem+json"
    else:
        body, kind = render_to_string("failures/unavailable.html"), "text/html"
    return HttpResponse(body, status=503, content_type=kind, headers={"Retry-After": "10", "Cache-Control": "no-store"})


def private_by_default(get_response: Handler) -> Handler:
    """No cache may keep an answer that was made for a signed-in person."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    return answer
