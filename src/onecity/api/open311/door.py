"""What holds for every address of the interface: methods, formats, the jurisdiction, and refusals in its own form."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from onecity.api.open311 import documents, refused
from onecity.city.queries import current
from onecity.common.errors import Invalid, NotFound, Refusal

View = Callable[..., HttpResponse]
READ = ("GET", "HEAD")


def open_door(*methods: str) -> Callable[[View], View]:
    """A view of the interface, for these methods (none named: any).

    No cookie means anything to it, so any page in a browser may read what it answers.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **names: str) -> HttpResponse:
            response = _answered(view, request, methods, names)
            response.headers.setdefault("Cache-Control", "no-store")
            response["Access-Control-Allow-Origin"] = "*"
            return response

        return csrf_exempt(answer)

    return wrap


def _answered(view: View, request: HttpRequest, methods: tuple[str, ...], names: dict[str, str]) -> HttpResponse:
    try:
        if methods and request.method not in methods:
            return _other_method(methods, names)
        _check_query(request.GET)
        return view(request, **names)
    except Refusal as refusal:
        return refused.errors(refusal, form_of(names))
    except Exception as error:  # noqa: BLE001  every error is told in the form of the interface
        return refused.errors(refused.unexpected(error), form_of(names))


def form_of(names: dict[str, str]) -> str:
    return names.get("form", documents.XML)


def check_jurisdiction(sent: QueryDict) -> None:
    """``jurisdiction_id`` may be left out: there is one city here. Another one's is not found."""
    asked = sent.get("jurisdiction_id", "").strip()
    if asked and asked.lower() != (city := current()).code:
        words = _("The jurisdiction_id %(asked)s is not found here.") % {"asked": asked[:60]}
        raise NotFound(words, next_step=_("This city's is %(code)s.") % {"code": city.code})


def _check_query(query: QueryDict) -> None:
    if any("\x00" in value for values in query.lists() for value in (values[0], *values[1])):
        raise Invalid(_("NUL characters cannot be used."))
    check_jurisdiction(query)


def _other_method(methods: tuple[str, ...], names: dict[str, str]) -> HttpResponse:
    allow = ", ".join(methods)
    words = _("This address does not answer to that method.")
    told = refused.WrongMethod(words, next_step=_("Use: %(allow)s.") % {"allow": allow})
    response = refused.errors(told, form_of(names))
    response["Allow"] = allow
    return response
