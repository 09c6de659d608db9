"""The clock of a case. It counts the working days of the agency in charge, and stands while the resident is asked.

Pure functions of dates: who calls says which day it is.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from onecity.agencies.calendar import add_working_days, is_working_day, working_days_between
from onecity.catalogue.definition import Service, Step
from onecity.city.definition import Agency

DAYS_TO_ANSWER_RATING = 5  # working days in which an agency answers a bad rating
REMIND_BEFORE = 2  # working days before an answer is due that the resident is reminded
AT_LEAST = 1  # working days for a person who takes over from a rule
ONE_DAY = timedelta(days=1)


def due(agency: Agency, step: Step, begun_on: date) -> date:
    """The day by which a step begun today must be done. An automatic step is due at once."""
    return begun_on if step.auto else add_working_days(agency, begun_on, step.days)


def due_after_failed_check(agency: Agency, step: Step, today: date) -> date:
    return add_working_days(agency, today, max(step.longest, AT_LEAST))


def answer_by(agency: Agency, service: Service, asked_on: date) -> date:
    return add_working_days(agency, asked_on, service.more_days)


def remind_on(agency: Agency, answer_day: date) -> date:
    """The first day on which to remind: so many working days before the answer is due."""
    return working_days_before(agency, answer_day, REMIND_BEFORE)


def warn_on(agency: Agency, due_on: date) -> date:
    """The working day before a deadline."""
    return working_days_before(agency, due_on, 1)


def last_day_to_warn_of(agencies: Iterable[Agency], today: date, days: int) -> date:
    """The latest deadline of any agency that lies within so many working days."""
    return max(add_working_days(agency, today, days) for agency in agencies)


def working_days_before(agency: Agency, day: date, days: int) -> date:
    """The working day that lies so many working days before a day."""
    while days:
        day -= ONE_DAY
        days -= is_working_day(agency, day)
    return day


def stood(agency: Agency, since: date | None, today: date) -> int:
    """How many working days the clock stood: none when it did not stop, and never fewer than none."""
    return 0 if since is None else max(0, working_days_between(agency, since, today))


def moved(agency: Agency, day: date, days: int) -> date:
    """A date moved by the working days that the clock stood."""
    return add_working_days(agency, day, days) if days else day
