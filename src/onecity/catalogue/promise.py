"""The promised date of a service."""

from datetime import date
from functools import cache

from onecity.agencies.calendar import add_working_days
from onecity.catalogue.definition import Service, Step
from onecity.city import queries as city_queries
from onecity.city.definition import Agency


def promised_on(service: Service, start: date) -> date:
    """The day by which a case filed on ``start`` will be decided: the longest way through the steps.

    Each step counts its working days in its own agency's calendar, from the day on which the last step that it needs
    is done. An automatic step counts nothing, unless an officer takes over what its rule does not settle: the promise
    must hold then too.
    """
    return last_day(service.steps, start, city_queries.current().agencies)


def last_day(steps: dict[str, Step], start: date, agencies: dict[str, Agency]) -> date:
    """The same, of given steps and agencies."""

    @cache
    def done(code: str) -> date:
        step = steps[code]
        begun = max((done(need) for need in step.needs), default=start)
        return add_working_days(agencies[step.agency], begun, step.longest)

    return max((done(code) for code in steps), default=start)
