"""What a program asks for in the address of a list, read once: moments, codes, numbers, a circle, a page."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from onecity.api.open311.moments import read_moment
from onecity.common.errors import Invalid
from onecity.common.ids import read_number
from onecity.contact.queries.published import Circle, Place, Wanted

SPAN = timedelta(days=90)
MOST = 1000  # requests of one answer
DEEPEST = 100_000  # requests that may be paged through; a list of more is asked for by shorter spans
NEAR, FARTHEST = 1_000.0, 50_000.0  # metres
STATUSES = {"open": True, "closed": False}


@dataclass
class Reading:
    """The parameters as they came, and what is wrong with them."""

    sent: QueryDict
    wrong: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.sent.get(name, "").strip()

    def listed(self, name: str) -> tuple[str, ...]:
        """Values parted by commas, or in several parameters of the same name; an empty one is none."""
        values = ",".join(self.sent.getlist(name)).split(",")
        return tuple(dict.fromkeys(filter(None, (value.strip() for value in values))))[:MOST]

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        found = read_moment(text) if text else None
        if text and found is None:
            self.wrong[name] = _("Write a moment with its zone, such as 2026-06-15T09:30:00Z.")
        return found

    def place(self) -> Place | None:
        """Where the page before ended, as its answer said in ``Link``."""
        text = self.text("after")
        moment, _tilde, last = text.replace(" ", "+").partition("~")
        try:
            return Place(datetime.fromisoformat(moment).astimezone(UTC), UUID(last)) if text else None
        except (ValueError, OverflowError):
            self.wrong["after"] = _("Take it from the Link of the page before.")
            return None

    def number(self, name: str, least: float, most: float) -> float | None:
        text = self.text(name)
        try:
            found = float(text) if text else None
        except ValueError:
            found = least - 1
        if found is not None and not least <= found <= most:
            self.wrong[name] = _("Write a number from %(least)g to %(most)g.") % {"least": least, "most": most}
            return None
        return found

    def check(self) -> None:
        """Refuses with everything that was found wrong."""
        if self.wrong:
            raise Invalid(_("Something in the request cannot be used."), fields=self.wrong)


def read_wanted(sent: QueryDict, moment: datetime) -> Wanted:
    """Which requests are wanted, seen from a moment. Numbers override everything else, as the specification says."""
    reading = Reading(sent)
    if numbers := reading.listed("service_request_id"):
        known = filter(None, (read_number(number) for number in numbers))
        return Wanted(numbers=tuple(known) or ("-",), limit=MOST)
    changed_since, changed_until = reading.moment("updated_after"), reading.moment("updated_before")
    since, until = _span(reading, moment, changed_since)
    page, size = _page(reading)
    wanted = Wanted(
        topics=reading.listed("service_code"), since=since, until=until, changed_since=changed_since,
        changed_until=changed_until, is_open=_status(reading), circle=_circle(reading),
        districts=reading.listed("district"), after=reading.place(), first=(page - 1) * size, limit=size,
    )  # fmt: skip
    reading.check()
    return wanted


def read_span(sent: QueryDict, moment: datetime) -> tuple[datetime, datetime]:
    """The span of a list of updates: as for requests, at most 90 days."""
    reading = Reading(sent)
    since, until = _span(reading, moment, None)
    reading.check()
    return since or moment - SPAN, until or moment


def read_page(sent: QueryDict) -> tuple[int, int, Place | None]:
    """How many to leave out, how many to give, and where the page before ended."""
    reading = Reading(sent)
    page, size = _page(reading)
    after = reading.place()
    reading.check()
    return (page - 1) * size, size, after


def is_extended(sent: QueryDict) -> bool:
    return sent.get("extensions", "").strip().lower() in ("true", "1", "yes")


def _span(
    reading: Reading, moment: datetime, changed_since: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """The given span, of at most 90 days; else the last 90 days. Asked for by change, older requests count as well."""
    since, until = reading.moment("start_date"), reading.moment("end_date")
    if changed_since and not (since or until):
        return None, None
    since, until = _completed(since, until, moment)
    if until < since:
        reading.wrong["end_date"] = _("The end is before the start.")
    elif until - since > SPAN:
        reading.wrong["start_date"] = _("Ask for 90 days at most: send an end_date nearer to the start_date.")
    return since, until


def _completed(since: datetime | None, until: datetime | None, moment: datetime) -> tuple[datetime, datetime]:
    if since and not until:
        return since, max(min(moment, since + SPAN), since)
    until = until or moment
    return since or until - SPAN, until


def _status(reading: Reading) -> bool | None:
    """Open or closed only; both, or none, is all."""
    asked = {word.lower() for word in reading.listed("status")}
    if asked - STATUSES.keys():
        reading.wrong["status"] = _("Write open, closed or both.")
    return STATUSES.get(asked.pop()) if len(asked) == 1 else None


def _circle(reading: Reading) -> Circle | None:
    lat, lon = reading.number("lat", -90, 90), reading.number("long", -180, 180)
    radius = reading.number("radius", 1, FARTHEST)
    if lat is None and lon is None and radius is None:
        return None
    if lat is None or lon is None:
        reading.wrong.setdefault("lat", _("Send lat and long together."))
        return None
    return Circle(lat, lon, radius or NEAR)


def _page(reading: Reading) -> tuple[int, int]:
    """Which page, of how many. Behind ``after`` the first page stands."""
    size = int(reading.number("page_size", 1, MOST) or MOST)
    page = 1 if reading.text("after") else int(reading.number("page", 1, DEEPEST) or 1)
    if (page - 1) * size >= DEEPEST:
        reading.wrong["page"] = _("This is further than can be paged: ask for a shorter span of time.")
    return page, size
