"""What holds for every answer."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onecity.common.outages import UNAVAILABLE
from onecity.portal.views.failures import unavailable

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


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


def private_by_default(get_response: Handler) -> Handler:
    """No cache may keep an answer that was made for a signed-in person."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    return answer
