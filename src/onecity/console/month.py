"""A month of the single number: what came in, how the offices did, what rose. The same for page, CSV and PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from onecity.common import clock
from onecity.console.templatetags.console import channel, percent_or_none
from onecity.contact.models import Rise
from onecity.contact.queries.month import Month, Part, came_in
from onecity.contact.queries.rates import Rates, rates
from onecity.contact.words import agency_name, district_name, group_name, topic_title

Row = list[object]


@dataclass(frozen=True, slots=True)
class Report:
    """From ``start`` to before ``end``; agencies and districts are ranked, the best first."""

    start: datetime
    end: datetime
    came_in: Month
    agencies: Sequence[Rates]
    districts: Sequence[Rates]
    rises: Sequence[Rise]

    @property
    def before(self) -> datetime:
        """A day of the month before."""
        return self.start - timedelta(days=1)


def report_of(month: str) -> Report:
    """Of a month such as ``2026-11``; of this month when it cannot be read."""
    start, end = _span(month)
    agencies = rates(by="agency", start=start, end=end, now=clock.now())
    districts = rates(by="district", start=start, end=end, now=clock.now())
    rises = list(Rise.objects.filter(at__lt=end).exclude(ended_at__lt=start).order_by("-most", "at"))
    return Report(start, end, came_in(start, end), agencies, districts, rises)


def tables(report: Report, topics: int | None = None) -> Iterator[tuple[str, Row, list[Row]]]:
    """Title, head and rows of each table of the report, for the two forms that one takes away.

    ``topics``: only so many of them, those with the most contacts.
    """
    whole = report.came_in.whole
    counts: Row = [_("Contacts"), _("Answered at once"), _("Reopened"), _("Waiting"), _("Hours to the answer")]
    offices: Row = [_("Work orders"), _("In time"), _("Overdue"), _("Solved"), _("Content")]
    yield _("All contacts"), counts, [_counted(whole)]
    yield (
        _("Channels"),
        [_("Channel"), *counts],
        [[channel(each.code), *_counted(each)] for each in report.came_in.channels],
    )
    yield _("Groups"), [_("Group"), _("Contacts")], [[group_name(code), count] for code, count in report.came_in.groups]
    yield (
        _("Topics"),
        [_("Topic"), *counts],
        [[_topic(each.code), *_counted(each)] for each in report.came_in.topics[:topics]],
    )
    yield _("Agencies"), [_("Agency"), *offices], [[agency_name(each.code), *_rated(each)] for each in report.agencies]
    yield (
        _("Districts"),
        [_("District"), *offices],
        [[district_name(each.code), *_rated(each)] for each in report.districts],
    )
    rises: Row = [_("Topic"), _("District"), _("Most in 24 hours"), _("Usual")]
    yield _("What rose unusually"), rises, [_risen(each) for each in report.rises]


def _topic(code: str) -> str:
    return topic_title(code) if code else _("Not sorted yet")


def _counted(part: Part) -> Row:
    hours = None if part.hours is None else round(part.hours, 1)
    return [part.contacts, part.at_once, part.reopened, part.waiting, hours]


def _rated(row: Rates) -> Row:
    shares = [percent_or_none(share) for share in (row.answered, row.resolution, row.satisfaction)]
    return [row.orders, shares[0], row.overdue, shares[1], shares[2]]


def _risen(rise: Rise) -> Row:
    return [topic_title(rise.topic), district_name(rise.district), rise.most, round(rise.usual, 1)]


def _span(text: str) -> tuple[datetime, datetime]:
    """The first moments of a month and of the next."""
    zone = clock.city_zone()
    try:
        start = datetime.strptime(text, "%Y-%m").replace(tzinfo=zone)
    except ValueError:
        today = clock.today()
        start = datetime(today.year, today.month, 1, tzinfo=zone)
    following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start, following
