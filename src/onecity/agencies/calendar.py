"""Working days of an agency: its weekend, its country's public holidays, and days made up for at a weekend."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from onecity.city.definition import Agency

ONE_DAY = timedelta(days=1)
FARTHEST = 10_000  # days; no promise is longer


def is_working_day(agency: Agency, day: date) -> bool:
    """Whether the agency works on a day.

    A public holiday is free. Where a country makes up for a long holiday by working on a weekend day (as China does),
    that day counts, as far as the holidays library knows the year: China announces each year's
    days in the autumn before, so a promise into the next year may lie a day or two early or late.
    """
    if day in _made_up_days(agency.country, agency.subdivision, day.year):
        return True
    return day.isoweekday() not in agency.weekend and day not in _holidays(agency.country, agency.subdivision, day.year)


def add_working_days(agency: Agency, start: date, days: int) -> date:
    """The day on which ``days`` working days after ``start`` have passed; ``start`` itself does not count.

    With 0 days it is ``start``, whatever day that is.
    """
    if not 0 <= days <= FARTHEST:
        raise ValueError(f"{days} working days cannot be counted")
    day = start
    while days:
        day += ONE_DAY
        days -= is_working_day(agency, day)
    return day


def working_days_between(agency: Agency, start: date, end: date) -> int:
    """How many working days lie after ``start`` up to and with ``end``; negative when ``end`` is before ``start``."""
    if end < start:
        return -working_days_between(agency, end, start)
    return sum(is_working_day(agency, start + ONE_DAY * n) for n in range(1, (end - start).days + 1))


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


@lru_cache(maxsize=256)
def _made_up_days(country: str, subdivision: str, year: int) -> frozenset[date]:
    known = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return frozenset(day for day in getattr(known, "weekend_workdays", ()) if day.year == year)
