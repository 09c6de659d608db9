"""How a city's day goes: curves over the hours of weekdays and weekends, 1 at their height."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

_HOURS = np.arange(25)


def _curve(text: str) -> list[float]:
    values = [float(word) for word in text.split()]
    return [*values, values[0]]


# Of each hour from midnight, in hundredths.
_WEEKDAY = {
    "traffic": _curve("12 8 6 5 8 22 55 92 100 80 68 66 66 66 68 74 84 98 95 74 56 46 34 22"),
    "people": _curve("3 2 2 2 4 15 48 95 100 62 45 45 52 48 45 48 62 96 98 70 50 42 28 10"),
    "power": _curve("62 57 54 53 54 58 66 78 90 97 100 99 93 96 98 97 96 97 99 98 95 88 78 69"),
    "water": _curve("30 24 22 22 28 52 92 100 88 74 68 70 76 68 60 58 66 82 96 98 90 78 60 42"),
    "data": _curve("42 28 20 17 18 26 45 62 70 72 74 76 82 78 74 74 76 82 88 94 100 98 86 62"),
    "work": _curve("12 10 10 10 10 12 22 48 80 96 100 98 92 94 98 96 90 74 52 36 28 22 18 14"),
    "home": _curve("96 98 99 100 99 94 78 56 44 40 38 40 42 40 40 42 48 58 70 80 86 90 92 95"),
    "noise": _curve("40 34 30 30 36 54 76 92 98 96 94 94 92 92 94 96 98 100 96 88 80 72 60 48"),
}
_WEEKEND = {
    "traffic": _curve("18 13 9 7 8 13 24 38 52 66 74 78 76 74 76 78 80 80 76 66 58 50 40 28"),
    "people": _curve("8 5 3 3 3 8 18 30 42 55 66 70 72 72 74 76 78 76 70 62 54 46 34 18"),
    "power": _curve("64 58 55 54 54 57 62 68 74 79 82 83 82 80 79 79 80 84 90 92 90 84 76 69"),
    "water": _curve("34 27 23 22 25 38 62 82 98 100 92 84 82 74 66 64 68 80 92 94 88 78 62 46"),
    "data": _curve("52 36 25 19 18 22 32 44 56 66 74 80 84 82 80 80 82 84 88 94 100 99 90 72"),
    "work": _curve("10 9 9 9 9 10 14 22 34 48 58 62 62 60 62 64 62 56 48 40 32 24 16 12"),
    "home": _curve("94 96 98 99 100 98 94 86 76 66 60 58 60 58 56 55 57 62 68 74 80 85 89 92"),
    "noise": _curve("46 38 32 30 32 42 56 68 78 84 88 90 88 86 88 90 92 92 90 84 80 74 64 54"),
}


def rhythm(name: str, at: float, zone: ZoneInfo) -> float:
    """How high a curve is at a moment (seconds since 1970), by the clock on the wall."""
    local = datetime.fromtimestamp(at, zone)
    table = _WEEKEND if local.weekday() >= 5 else _WEEKDAY
    return float(np.interp(local.hour + local.minute / 60 + local.second / 3600, _HOURS, table[name])) / 100


def local_hour(at: float, zone: ZoneInfo) -> float:
    """Hours since midnight on the wall."""
    local = datetime.fromtimestamp(at, zone)
    return local.hour + local.minute / 60 + local.second / 3600
