"""The clock of a case. It counts the working days of the agency in charge, and stands while the resident is asked.

Pure functions of dates: who calls says which day it is.
"""

from datetime import date

from onecity.agencies.calendar import add_working_days, working_days_between
from onecity.catalogue.definition import Service, Step

DAYS_TO_ANSWER_RATING = 5  # working days in which an agency answers a bad rating
REMIND_BEFORE = 2  # working days before an answer is due that the resident is reminded
DAYS_AFTER_FAILED_CHECK = 1  # working days for a person to look at what a rule could not settle


def due(step: Step, begun_on: date) -> date:
    """The day by which a step begun today must be done. An automatic step is due at once."""
    return begun_on if step.auto else add_working_days(step.agency, begun_on, step.days)


def due_after_failed_check(step: Step, today: date) -> date:
    return add_working_days(step.agency, today, max(step.days, DAYS_AFTER_FAILED_CHECK))


def answer_by(service: Service, agency: str, asked_on: date) -> date:
    return add_working_days(agency, asked_on, service.more_days)


def remind_on(agency: str, answer_day: date) -> date:
    """The first day on which to remind: so many working days before the answer is due."""
    return add_working_days(agency, answer_day, -REMIND_BEFORE)


def stood(agency: str, asked_on: date | None, today: date) -> int:
    """How many working days the clock stood: none when it did not stop, and never fewer than none."""
    return 0 if asked_on is None else max(0, working_days_between(agency, asked_on, today))


def moved(agency: str, day: date, days: int) -> date:
    """A date moved by the working days that the clock stood."""
    return add_working_days(agency, day, days) if days else day


def warn_on(agency: str, due_on: date) -> date:
    """The working day before a deadline."""
    return add_working_days(agency, due_on, -1)
