"""Earlier cases of made-up residents: most decided, some in the agencies' queues with dates around today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from onecity.agencies.calendar import add_working_days
from onecity.catalogue.definition import Field, Service, Step
from onecity.catalogue.promise import promised_on
from onecity.city.definition import City
from onecity.common.ids import ALPHABET, check_character
from onecity.demo.copying import Rows
from onecity.demo.records import Records

YEARS_BACK = 700  # days over which decided cases are spread
DAYS_OPEN = 4  # days over which open ones were filed
CASE, EVENT, TASK, RATING, DRAFT, RESIDENT, ACCOUNT, MANDATE = range(1, 9)  # which table an id was made for
WORDS = {
    5: ("Quick and clear. 办得很快。", "All by telephone and screen, thank you. 谢谢。", ""),
    4: ("Fine, one question less would do. 挺好。", ""),
    3: ("It worked, but I had to look for the page twice. 还可以。", ""),
    2: ("I was asked for a paper that you already have. 重复要材料。",),
    1: ("The promised date passed without a word. 超期没人说。",),
}


def made_id(moment: datetime, kind: int, serial: int) -> str:
    """A UUIDv7 made from a moment, a kind and a serial number: the same whenever it is made again."""
    return f"{int(moment.timestamp() * 1000):012x}7{kind:03x}8{serial:015x}"


def made_number(prefix: str, serial: int) -> str:
    """A case number that no other serial number gets: an odd multiplier permutes the 40-bit numbers."""
    scrambled = serial * 0x9E3779B97B % (1 << 40)
    body = "".join(ALPHABET[scrambled >> shift & 31] for shift in range(35, -5, -5))
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as earlier cases use it: the version, and answers to what no register knows."""

    service: Service
    version_id: int
    typed: Mapping[str, Any]
    human: tuple[Step, ...]


def offer(service: Service, version_id: int, today: date) -> Offer:
    typed = {f.code: _plausible(f, today) for f in service.fields.values() if not f.shown and not f.optional}
    return Offer(service, version_id, typed, tuple(s for s in service.steps.values() if not s.auto))


def _plausible(field: Field, today: date) -> Any:
    """An answer that fits a field's schema."""
    schema = field.schema
    if field.choices:
        return next(iter(field.choices))
    if schema.get("type") == "boolean":
        return True
    if schema.get("type") in ("integer", "number"):
        return schema.get("minimum", 1)
    if schema.get("format") == "date":
        return (today - timedelta(days=30)).isoformat()
    special = {"phone": "13900000000", "email": "resident@huating.example"}
    return special.get(field.widget, "As told on the telephone")


class Writer:
    """Writes the rows of earlier cases. One for each process; serial numbers keep its cases apart from others'."""

    def __init__(self, *, city: City, offers: list[Offer], today: date, rng: Random, open_share: float) -> None:
        self.city, self.offers, self.today, self.rng, self.open_share = city, offers, today, rng, open_share

    def write(self, rows: Rows, *, resident_id: str, records: Records, serial: int) -> None:
        """One case, with its events and tasks, and a rating in one of eight."""
        chosen, is_open = self.rng.choice(self.offers), self.rng.random() < self.open_share
        case = _Made(self, chosen, is_open and bool(chosen.human), serial, resident_id)
        case.write(rows, records)


class _Made:
    """One made-up case while it is written."""

    def __init__(self, writer: Writer, chosen: Offer, is_open: bool, serial: int, resident_id: str) -> None:
        self.writer, self.offer, self.service = writer, chosen, chosen.service
        self.is_open, self.serial, self.resident_id, self.rng = is_open, serial, resident_id, writer.rng
        filed_on = writer.today - timedelta(days=self.rng.randint(0, DAYS_OPEN if is_open else YEARS_BACK))
        self.filed = _moment(filed_on, self.rng.randint(7 * 3600, 23 * 3600), writer.today)
        self.promised = _promised(chosen.version_id, filed_on, self.service)
        self.id = made_id(self.filed, CASE, serial)
        self.number = made_number(writer.city.number_prefix, serial)
        self.state = "open" if is_open else self.rng.choices(("granted", "refused", "withdrawn"), (90, 8, 2))[0]
        self.ended = None if is_open else self._end(filed_on)
        self.events = 0

    def _end(self, filed_on: date) -> datetime:
        days = max(0, (self.promised - filed_on).days - self.rng.randint(0, 2))
        return max(_moment(filed_on + timedelta(days=days), 36_000, self.writer.today), self.filed)

    def write(self, rows: Rows, records: Records) -> None:
        rows["applications_case"].append(self._case(records))
        self._happened(rows, "submitted", self.filed, {"promised_on": self.promised.isoformat()}, "resident")
        self._tasks(rows)
        if self.ended:
            self._happened(
                rows, self.state, self.ended, {"reason": _REASON} if self.state == "refused" else {}, "system"
            )
            if self.state != "withdrawn" and self.serial % 8 == 0:
                rows["applications_rating"].append(self._rating())

    def _case(self, records: Records) -> tuple[Any, ...]:
        answers, sources = _answers(self.offer, records)
        return (
            self.id, self.filed, self.number, made_id(self.filed, DRAFT, self.serial), "", self.resident_id,
            self.resident_id, self.service.code, self.offer.version_id, self.service.agency, self.state, answers,
            sources, 0, self.promised, None, self.ended, _REASON if self.state == "refused" else "", True,
        )  # fmt: skip

    def _tasks(self, rows: Rows) -> None:
        """Every step done; of an open case, those before its first human one, which is ready."""
        for place, step in enumerate(self.service.steps.values()):
            ready = self.is_open and not step.auto
            rows["applications_task"].append(self._task(place, step, "ready" if ready else self._outcome(step)))
            if ready:
                return

    def _outcome(self, step: Step) -> str:
        if self.state == "withdrawn":
            return "cancelled"
        last = self.offer.human[-1].code if self.offer.human else ""
        return "refused" if self.state == "refused" and step.code == last else "passed"

    def _task(self, place: int, step: Step, state: str) -> tuple[Any, ...]:
        ready = state == "ready"
        due = _due(self.writer.city.code, step.agency, self.filed.date(), step.days)
        return (
            made_id(self.filed, TASK, self.serial * 16 + place), self.filed, self.id, self.resident_id, self.number,
            self.service.code, step.code, bool(step.auto), step.agency, step.unit, state, due, None, None, None, None,
            "", None if ready else self.ended or self.filed, "", self.ended or self.filed,
        )  # fmt: skip

    def _happened(self, rows: Rows, kind: str, at: datetime, data: dict[str, Any], who: str) -> None:
        self.events += 1
        name = "OneCity" if who == "system" else ""
        rows["applications_event"].append((
            made_id(at, EVENT, self.serial * 16 + self.events), at, self.id, self.resident_id, kind, who, "", name, "",
            True, data,
        ))  # fmt: skip

    def _rating(self) -> tuple[Any, ...]:
        stars = self.rng.choices((5, 4, 3, 2, 1), (55, 27, 10, 5, 3))[0]
        at = (self.ended or self.filed) + timedelta(hours=1)
        late = stars <= 2 and self.writer.today - at.date() <= timedelta(days=9)
        answer = "" if stars > 2 or late else "Thank you. We have changed how we work. 谢谢您的意见，我们已改进。"
        return (
            made_id(at, RATING, self.serial), at, self.id, self.resident_id, self.service.code, self.service.agency,
            stars, self.rng.choice(WORDS[stars]), answer, at if answer else None, _DESK if answer else "",
            self.writer.today + timedelta(days=3) if stars <= 2 else None,
        )  # fmt: skip


_DESK = "Service desk 服务窗口"
_REASON = "A condition of the service is not met. 不符合办理条件。"


def _answers(chosen: Offer, records: Records) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the registers fill in, with its source, and plausible answers to the rest."""
    answers, sources = dict(chosen.typed), {}
    for field in chosen.service.fields.values():
        if field.source and (value := records.get(field.source.register, {}).get(field.source.attribute)) is not None:
            answers[field.code] = value
            source = {"register": field.source.register, "attribute": field.source.attribute}
            sources[field.code] = source | {"value": value, "agrees": True}
    return answers, sources


def _moment(day: date, seconds: int, today: date) -> datetime:
    """A moment of a day, never in the future."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds)
    return min(moment, datetime(today.year, today.month, today.day, tzinfo=UTC))


_promises: dict[tuple[int, date], date] = {}


def _promised(version_id: int, day: date, service: Service) -> date:
    key = (version_id, day)
    if key not in _promises:
        _promises[key] = promised_on(service, day)
    return _promises[key]


@lru_cache(maxsize=100_000)
def _due(_city: str, agency: str, day: date, days: int) -> date:
    from onecity.city import queries as city  # the agencies themselves are not hashable

    return add_working_days(city.current().agencies[agency], day, days)
