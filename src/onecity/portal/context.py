"""What every page shows in its frame. Everything is worked out only when a page shows it."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language

from onecity.city import queries
from onecity.city.definition import City
from onecity.common.errors import Refusal
from onecity.notices import queries as notices
from onecity.portal.acting import whom_or_none


def city(request: HttpRequest) -> dict[str, object]:
    """``whom`` and ``unread`` are asked of the database only when a template names them, and once."""
    here = city_or_none()
    return {
        "city": here,
        "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
        "languages": languages_of(here),
        "whom": _once(lambda: whom_or_none(request)),
        "unread": _once(lambda: unread(request)),
    }


def city_or_none() -> City | None:
    """The city, or none before one is installed and while the database is away: a page must still come."""
    try:
        return queries.current()
    except (Refusal, DatabaseError):
        return None


def languages_of(here: City | None) -> list[tuple[str, str]]:
    """The languages that one can choose: those the city writes in and we have words for."""
    spoken = {code.split("-")[0] for code in here.languages} if here else set()
    return [(code, name) for code, name in settings.LANGUAGES if code.split("-")[0] in spoken]


def unread(request: HttpRequest) -> int:
    """How many notices wait for the person she acts for."""
    now = whom_or_none(request)
    return notices.unread_count(now.resident_id) if now else 0


def _once(work: Callable[[], object]) -> Callable[[], object]:
    return cache(work)
