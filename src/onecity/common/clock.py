"""The only clock. Pure functions take dates as arguments; the rest asks here, so that a test can set the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def city_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    """Today's date in the city."""
    return now().astimezone(city_zone()).date()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Stand still at a moment (tests and replays)."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
