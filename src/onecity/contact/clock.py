"""When something is due: in hours of the clock, or in working days of the agency. Pure functions of moments.

Source of the kinds: the rules of municipal hotlines, 1, 3, 5 and 15 working days; hours for water, power and heat.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from onecity.agencies.calendar import add_working_days
from onecity.city.definition import Agency
from onecity.contact.definition import Topic

END_OF_DAY = time(23, 59, 59)


def due_at(topic: Topic, agency: Agency, moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment by which a matter that came in at ``moment`` must be answered."""
    if topic.hours:
        return moment + timedelta(hours=topic.hours)
    return end_of(add_working_days(agency, moment.astimezone(zone).date(), topic.days), zone)


def extended(agency: Agency, due: datetime, days: int, zone: ZoneInfo) -> datetime:
    """A deadline moved by working days."""
    return end_of(add_working_days(agency, due.astimezone(zone).date(), days), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, END_OF_DAY, zone)
