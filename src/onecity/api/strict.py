"""What comes in is read strictly: JSON as RFC 8259 has it, no unknown names, nothing that no database keeps."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from onecity.api import problems
from onecity.common.errors import Invalid, Refusal

DEEPEST = 16  # levels of a JSON value
LARGEST = 2**53  # the largest whole number that every JSON reader keeps exactly
View = Callable[..., HttpResponse]


class BadJson(Refusal):
    code = "bad-json"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("The body is not JSON that can be used."),
            next_step=_("Send UTF-8 JSON without NUL characters, at most 16 levels deep, with numbers below 2^53."),
        )


class NotJson(Refusal):
    code = "not-json"
    status = 415

    def __init__(self) -> None:
        super().__init__(_("The body must be JSON."), next_step=_("Send it with Content-Type: application/json."))


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise NotJson
        return read_json(request.body)


class Renderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return msgspec.json.encode(data)


def read_json(body: bytes) -> Any:
    """A JSON value. Refuses NaN, lone surrogates, NUL, numbers that others would read differently, and deep nesting."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise BadJson from None
    if not _is_plain(value, DEEPEST):
        raise BadJson
    return value


def _is_plain(value: Any, depth: int) -> bool:
    if isinstance(value, str):
        return "\x00" not in value
    if isinstance(value, int | float):
        return abs(value) <= LARGEST
    if isinstance(value, list):
        return depth > 0 and all(_is_plain(item, depth - 1) for item in value)
    if isinstance(value, dict):
        return depth > 0 and all("\x00" not in name and _is_plain(item, depth - 1) for name, item in value.items())
    return True


def known_query_only(run: View) -> View:
    """Wrap an operation: query parameters that it does not know, and NUL in any, are refused."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    known = _query_names(operation)

    @wraps(run)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wrong = _wrong_query(request, known) if request.META.get("QUERY_STRING") else {}
        return problems.problem(_refused_query(wrong, known)) if wrong else run(request, *args, **kwargs)

    return answer


def always_a_problem(view: View) -> View:
    """Wrap an address: a wrong method and a path to nowhere are problems too, and nobody caches an answer."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = problems.not_found()
        if response.status_code == 405:
            response = problems.not_allowed(response["Allow"])
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return csrf_exempt(answer)


def _query_names(operation: Operation) -> set[str]:
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return {name for model in models for name in getattr(model, "__ninja_flatten_map__", None) or model.model_fields}


def _wrong_query(request: HttpRequest, known: set[str]) -> dict[str, str]:
    wrong = {name: _("There is no such parameter.") for name in request.GET if name not in known}
    for name, values in request.GET.lists():
        if "\x00" in "".join(values):
            wrong[name] = _("NUL characters cannot be used.")
    return wrong


def _refused_query(wrong: dict[str, str], known: set[str]) -> Invalid:
    return Invalid(
        _("Something in the address cannot be used."),
        next_step=_("Known parameters: %(names)s.") % {"names": ", ".join(sorted(known)) or "-"},
        code="bad-query",
        fields={name.replace("\x00", ""): words for name, words in wrong.items()},
    )
