"""Refusals as RFC 9457 problems: what every answer of the API that is not a success looks like."""

import logging
from collections.abc import Callable

import msgspec
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from onecity.common.errors import NotFound, Refusal
from onecity.common.outages import UNAVAILABLE

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. ``code`` is stable; ``detail`` and ``next_step`` are for people, in the language asked for."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next_step: str = ""
    errors: list[FieldProblem] = []


def problem(refusal: Refusal) -> HttpResponse:
    """The answer to something refused."""
    body = {
        "type": f"urn:onecity:problem:{refusal.code}",
        "title": refusal.code.replace("-", " ").capitalize(),
        "status": refusal.status,
        "detail": refusal.message,
        "code": refusal.code,
        "next_step": refusal.next_step,
        "errors": [{"field": name, "detail": str(words)} for name, words in refusal.fields.items()],
    }
    answer = HttpResponse(msgspec.json.encode(body), status=refusal.status, content_type=MEDIA_TYPE)
    if refusal.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def not_found() -> HttpResponse:
    return problem(NotFound(_("There is nothing at this address."), next_step=_("See /api/v1/openapi.json.")))


def not_allowed(allow: str) -> HttpResponse:
    words = _("This address does not answer to that method.")
    answer = problem(Refusal(words, next_step=_("Use: %(allow)s.") % {"allow": allow}, code="wrong-method", status=405))
    answer["Allow"] = allow
    return answer


def answer_with_problems(api: NinjaAPI) -> None:
    """Whatever goes wrong in a route ends as a problem. A database that is away is left to the middleware (503)."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _refusal(_request: HttpRequest, error: Refusal) -> HttpResponse:
    return problem(error)


def _validation(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {
        ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]): each["msg"] for each in error.errors
    }
    return problem(
        Refusal(_("Something in the request cannot be used."), next_step=_("Correct the fields that are named."),
                code="invalid", status=422, fields=fields)
    )  # fmt: skip


def _unauthenticated(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem(
        Refusal(_("Sign in first."), next_step=_("Send a token: Authorization: Bearer …"), code="sign-in", status=401)
    )


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Refusal):
        return problem(error.__cause__)
    code = {400: "bad-request", 403: "not-allowed", 429: "too-often"}.get(error.status_code, "refused")
    return problem(Refusal(str(error), code=code, status=error.status_code))


def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return not_found()


def _too_big(_request: HttpRequest, _error: SuspiciousOperation) -> HttpResponse:
    words = _("The request is too big.")
    return problem(Refusal(words, next_step=_("Send less at a time."), code="too-big", status=413))


def _broken(_request: HttpRequest, _error: Exception) -> HttpResponse:
    words = _("The request cannot be read.")
    return problem(Refusal(words, next_step=_("Check its headers and its encoding."), code="bad-request", status=400))


def _unexpected(_request: HttpRequest, error: Exception) -> HttpResponse:
    """A mistake of ours. It is logged with its trace; the person is told no details."""
    if isinstance(error, UNAVAILABLE):
        raise error
    logger.error("unexpected error in the API", exc_info=error)
    words = _("Something went wrong on our side. Nothing was stored.")
    return problem(Refusal(words, next_step=_("Try again in a while."), code="our-fault", status=500))


HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    Exception: _unexpected,
    SuspiciousOperation: _broken,
    UnreadablePostError: _broken,
    Http404: _missing,
    HttpError: _http,
    AuthenticationError: _unauthenticated,
    ValidationError: _validation,
    Refusal: _refusal,
    **dict.fromkeys(TOO_BIG, _too_big),
}
