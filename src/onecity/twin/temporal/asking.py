"""What is asked of the past: a stretch of time, the last few instances, figures for periods (4.11, 4.5.19)."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from onecity.twin.errors import BadRequestData
from onecity.twin.times import parse_time

_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
METHODS: Final = ("totalCount", "distinctCount", "sum", "avg", "min", "max", "stddev", "sumsq")
PROPERTIES: Final = ("observedAt", "createdAt", "modifiedAt", "deletedAt")
MAX_LAST: Final = 100_000


class Relation(StrEnum):
    """How the time of an instance stands to the time asked for; ``ANY`` for no such question."""

    ANY = ""
    BEFORE = "before"
    AFTER = "after"
    BETWEEN = "between"


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of time: instances whose ``property`` lies before, after or (end excluded) between."""

    relation: Relation = Relation.ANY
    at: datetime | None = None
    end: datetime | None = None
    property: str = "observedAt"


class Period(msgspec.Struct, frozen=True):
    """A length of time: whole months, and what is shorter; both zero stand for all of the time there is."""

    months: int = 0
    rest: timedelta = timedelta()

    def after(self, moment: datetime, count: int = 1) -> datetime:
        """The moment ``count`` periods later; a day that a month does not have is its last one."""
        month = moment.month - 1 + self.months * count
        year, month = moment.year + month // 12, month % 12 + 1
        first_of_next = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        day = min(moment.day, (first_of_next - timedelta(days=1)).day)
        return moment.replace(year=year, month=month, day=day) + self.rest * count

    @property
    def whole(self) -> bool:
        """Whether all of the time is one period."""
        return not self.months and not self.rest


class Figures(msgspec.Struct, frozen=True):
    """Figures for each period: which, and how long a period is."""

    methods: tuple[str, ...]
    period: Period


def parse_stretch(relation: str, at: str, end: str, prop: str) -> Stretch:
    """The stretch of parameters; raises BadRequestData."""
    if relation not in list(Relation):
        raise BadRequestData("timerel is not known", "Give before, after or between.")
    found = prop or "observedAt"
    if found not in PROPERTIES:
        raise BadRequestData("timeproperty is not known", f"Give one of {', '.join(PROPERTIES)}.")
    if relation and not at:
        raise BadRequestData("timeAt is missing", f"timerel={relation} needs it.")
    if (relation == Relation.BETWEEN) != bool(end):
        raise BadRequestData("endTimeAt goes with timerel=between", "Give both or neither.")
    begin, stop = (parse_time(given, "timeAt") if given else None for given in (at, end))
    return Stretch(Relation(relation), begin if relation else None, stop, found)


def parse_figures(methods: str, duration: str) -> Figures:
    """The figures asked for; raises BadRequestData."""
    names = tuple(name.strip() for name in methods.split(",") if name.strip())
    if not names or not set(names) <= set(METHODS):
        raise BadRequestData("aggrMethods is not valid", f"Give some of {', '.join(METHODS)}.")
    return Figures(names, parse_duration(duration or "PT0S"))


def parse_duration(text: str) -> Period:
    """A duration (ISO 8601), such as P1D or PT15M; raises BadRequestData."""
    found = _DURATION.fullmatch(text)
    if not found or text.endswith(("P", "T")) or len(text) > 40:
        raise BadRequestData("aggrPeriodDuration is not a duration", f"{text[:40]!r}: write PT1H or P1D.")
    years, months, weeks, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return Period(int(12 * years + months), rest)
