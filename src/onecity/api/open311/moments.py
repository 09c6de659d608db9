"""Moments as the W3C writes them: with their zone, or whole days of the city."""

import re
from datetime import UTC, datetime

from onecity.common.clock import city_zone

MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:\d{2}))?", re.ASCII)


def read_moment(text: str) -> datetime | None:
    """A moment such as 2026-06-15T09:30:00+08:00 or a day such as 2026-06-15; None for anything else.

    A plus that came unescaped in an address has become a space; it is put back.
    """
    found = MOMENT.fullmatch(text.strip().replace(" ", "+"))
    if found is None:
        return None
    day, time, zone = found.groups()
    try:
        if time is None:
            return datetime.fromisoformat(day).replace(tzinfo=city_zone()).astimezone(UTC)
        return datetime.fromisoformat(f"{day}T{time}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write_moment(moment: datetime | None) -> str | None:
    """A moment in the city's time, to the second, with its zone."""
    return moment.astimezone(city_zone()).isoformat(timespec="seconds") if moment else None
