"""Values in messages: found by a path, made into what an attribute holds."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from onecity.twin.times import format_time, parse_time

Find = Callable[[Any], Any]
_MILLISECONDS_FROM: Final = 100_000_000_000  # a number of seconds this large would be after the year 5000


class Unmappable(Exception):
    """A message, or a part of it, that says nothing we could store; the text says why."""


def finder(path: str) -> Find:
    """A function that finds what lies at ``a.b.0.c`` in JSON, or None."""
    steps = [int(step) if step.isdecimal() else step for step in path.split(".")]
    if len(steps) == 1 and isinstance(steps[0], str):
        only = steps[0]
        return lambda message: message.get(only) if isinstance(message, dict) else None
    return lambda message: _walk(message, steps)


def _walk(found: Any, steps: list[int | str]) -> Any:
    for step in steps:
        if isinstance(step, str):
            found = found.get(step) if isinstance(found, dict) else None
        else:
            found = found[step] if isinstance(found, list) and step < len(found) else None
        if found is None:
            return None
    return found


def moment(given: Any) -> str:
    """A time of a device in the stored form: ISO 8601, or seconds or milliseconds since 1970; raises Unmappable."""
    if isinstance(given, bool) or given is None:
        raise Unmappable(f"{given!r} is no time")
    if isinstance(given, int | float):
        return _from_number(given)
    try:
        return format_time(parse_time(given))
    except Exception as error:
        raise Unmappable(f"{str(given)[:40]!r} is no time") from error


def _from_number(given: float) -> str:
    seconds = given / 1000 if given >= _MILLISECONDS_FROM else given
    try:
        return format_time(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError) as error:
        raise Unmappable(f"{given} is no time") from error
