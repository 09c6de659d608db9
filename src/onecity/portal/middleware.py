"""A refusal, wherever it was raised on the way to a page, becomes a plain page that says what to do next."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onecity.common.errors import Refusal
from onecity.portal.views.failures import refused

Handler = Callable[[HttpRequest], HttpResponse]


def refusals_in_words(get_response: Handler) -> Handler:
    """The API words its refusals itself, as RFC 9457 problems."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refused(request, error) if isinstance(error, Refusal) else None

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer
