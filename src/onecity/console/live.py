"""Lists that look again by themselves while they are open: an empty answer as long as nothing has changed.

Each list carries the mark of what it shows, and sends it along when it asks again.
"""

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse


def mark_of(*shown: object) -> str:
    """Changes with anything that is shown."""
    return sha256(repr(shown).encode()).hexdigest()[:16]


def asks_again(request: HttpRequest) -> bool:
    """Whether the page asks for its list alone."""
    return "HX-Request" in request.headers


def answered(request: HttpRequest, mark: str, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The list, or 204 when the page shows it already."""
    answer = HttpResponse(status=204) if request.GET.get("seen") == mark else draw()
    answer["Cache-Control"] = "no-store"
    return answer
