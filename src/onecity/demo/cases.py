"""Earlier cases of made-up residents: most decided, some in the agencies' queues with dates around today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from onecity import rules
from onecity.agencies.calendar import add_working_days
from onecity.applications import clock as case_clock
from onecity.applications.models import Case, Task
from onecity.catalogue.definition import Service, Step
from onecity.catalogue.promise import promised_on
from onecity.city import queries as city
from onecity.common.ids import ALPHABET, check_character
from onecity.demo.chance import Chances, one_of, whole
from onecity.demo.copying import EMPTY, NO, NULL, YES, Rows, as_date, as_json, as_text, row
from onecity.demo.offers import Offer, Offers
from onecity.demo.records import Records

YEARS_BACK = 700  # days over which decided cases are spread
LATE = 0.08  # of the open cases
ASKED = 0.1  # of the open cases: their residents were asked for more
RATED = 8  # one case in so many
OUTCOMES = Chances({Case.GRANTED: 90, Case.REFUSED: 8, Case.WITHDRAWN: 2})
STARS = Chances({5: 55, 4: 27, 3: 10, 2: 5, 1: 3})
BAD = 2  # stars or fewer
CASE, EVENT, TASK, RATING, DRAFT, RESIDENT, MESSAGE, MANDATE = range(1, 9)  # which table an id was made for
WORDS = {
    5: ("Quick and clear. 办得很快。", "All by telephone and screen, thank you. 谢谢。", ""),
    4: ("Fine, one question less would do. 挺好。", ""),
    3: ("It worked, but I had to look for the page twice. 还可以。", ""),
    2: ("I was asked for a paper that you already have. 重复要材料。",),
    1: ("The promised date passed without a word. 超期没人说。",),
}
ANSWER = "Thank you. We have changed how we work. 谢谢您的意见，我们已改进。"
QUESTION = "One page of your document cannot be read. Please send it again. 您的材料有一页看不清，请重新上传。"
REASON = {"en": "A condition of the service is not met.", "zh": "不符合办理条件。"}
DESK = "Service desk 服务窗口"


def made_id(moment: datetime, kind: int, serial: int) -> str:
    """A UUIDv7 made from a moment, a kind and a serial number: the same whenever it is made again."""
    return _id(f"{int(moment.timestamp() * 1000):012x}", kind, serial)


def _id(milliseconds: str, kind: int, serial: int) -> str:
    return f"{milliseconds}7{kind:03x}8{serial:015x}"


def made_number(prefix: str, serial: int) -> str:
    """A case number that no other serial number gets: an odd multiplier permutes the 40-bit numbers."""
    scrambled = serial * 0x9E3779B97B % (1 << 40)
    body = "".join([ALPHABET[scrambled >> shift & 31] for shift in range(35, -5, -5)])
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody whose case it may be. ``kind`` is what she is to who files it: ``self``, ``child`` or ``parent``."""

    resident_id: str
    filed_by: str
    kind: str
    records: Records


class Writer:
    """Writes the rows of earlier cases; the serial numbers keep its cases apart from others'."""

    def __init__(self, *, offers: Offers, today: date, rng: Random, open_share: float) -> None:
        self.city, self.offers, self.today, self.rng, self.open_share = city.current(), offers, today, rng, open_share

    def write(self, rows: Rows, applicants: Sequence[Applicant], serial: int) -> None:
        """One case of one of these, with its events and tasks, and a rating in one of eight."""
        who, chosen = self._choose(applicants)
        is_open = self.rng.random() < self.open_share and bool(chosen.ready)
        _Made(self, chosen, who, serial, is_open=is_open).write(rows)

    def _choose(self, applicants: Sequence[Applicant]) -> tuple[Applicant, Offer]:
        while True:
            who = one_of(self.rng, applicants)
            facts = rules.facts(registers=who.records, answers={}, today=self.today)
            if chosen := self.offers.choose(self.rng, who.kind, facts):
                return who, chosen


class _Made:
    """One made-up case while it is written. What is needed often is kept as the cell that it becomes."""

    def __init__(self, writer: Writer, chosen: Offer, who: Applicant, serial: int, *, is_open: bool) -> None:
        self.offer, self.service, self.who = chosen, chosen.service, who
        self.city, self.today, self.rng, self.serial = writer.city, writer.today, writer.rng, serial
        self.is_open = is_open
        self.asked = is_open and self.rng.random() < ASKED
        filed_on = self.today - timedelta(days=self._days_open() if is_open else whole(self.rng, 0, YEARS_BACK))
        self.filed = _moment(filed_on, whole(self.rng, 7 * 3600, 23 * 3600), self.today)
        self.filed_on = self.filed.date()
        self.at, self.milliseconds = self.filed.isoformat(), f"{int(self.filed.timestamp() * 1000):012x}"
        self.promised = _promised(chosen.version_id, self.filed_on, self.service)
        self.id, self.number = self._new(CASE, serial), made_number(self.city.number_prefix, serial)
        self.state = (Case.WAITING if self.asked else Case.OPEN) if is_open else OUTCOMES.draw(self.rng)
        self.ended = None if is_open else self._end()
        self.events = 0

    def _days_open(self) -> int:
        """Most are still in time, many of them due today or tomorrow; a few are late."""
        days = min(step.days for step in self.offer.ready)
        return days + whole(self.rng, 2, 5) if self.rng.random() < LATE else whole(self.rng, 0, days)

    def _end(self) -> datetime:
        days = max(0, (self.promised - self.filed_on).days - whole(self.rng, 0, 2))
        return max(_moment(self.filed_on + timedelta(days=days), 36_000, self.today), self.filed)

    def _new(self, kind: int, serial: int) -> str:
        return _id(self.milliseconds, kind, serial)

    def write(self, rows: Rows) -> None:
        rows["applications_case"].append(self._case())
        self._happened(rows, "submitted", self.filed, promised_on=self.promised.isoformat())
        if self.is_open:
            self._in_work(rows)
        else:
            self._done(rows)

    def _case(self) -> str:
        answers, sources = _answers(one_of(self.rng, self.offer.variants), self.service, self.who.records)
        stands = as_date(self.filed_on) if self.asked and self.service.clock_stops else NULL
        return row(
            self.id, self.at, self.number, self._new(DRAFT, self.serial), EMPTY, self.who.resident_id,
            self.who.filed_by, self.service.code, str(self.offer.version_id), self.service.agency, self.state,
            as_json(answers), as_json(sources), "0", as_date(self.promised), stands, as_date(self.ended),
            " ".join(REASON.values()) if self.state == Case.REFUSED else EMPTY, YES,
        )  # fmt: skip

    def _in_work(self, rows: Rows) -> None:
        """What the machine could do is done; the rest waits for an officer, or one of it for the resident."""
        for step in self.offer.passed:
            self._task(rows, step, Task.PASSED)
        for place, step in enumerate(self.offer.ready):
            self._task(rows, step, Task.WAITING if self.asked and not place else Task.READY)

    def _done(self, rows: Rows) -> None:
        *before, last = self.service.steps.values()
        ends = {Case.GRANTED: Task.PASSED, Case.REFUSED: Task.REFUSED, Case.WITHDRAWN: Task.CANCELLED}
        for step in before:
            self._task(rows, step, Task.PASSED)
        self._task(rows, last, ends[self.state])
        assert self.ended  # noqa: S101  as it is not open
        why: dict[str, Any] = {"reason": REASON} if self.state == Case.REFUSED else {}
        self._happened(rows, self.state, self.ended, **why)
        if self.state != Case.WITHDRAWN and self.serial % RATED == 0:
            rows["applications_rating"].append(self._rating(self.ended))

    def _task(self, rows: Rows, step: Step, state: str) -> None:
        id_ = self._new(TASK, self.serial * 32 + len(rows["applications_task"]) % 32)
        done = NULL if state in Task.OPEN_STATES else as_date(self.ended or self.filed)
        asked_on, answer_by = self._ask(rows, step, id_) if state == Task.WAITING else (NULL, NULL)
        rows["applications_task"].append(row(
            id_, self.at, self.id, self.who.resident_id, self.number, self.service.code, step.code,
            YES if step.auto else NO, step.agency, step.unit, state, _due(step.agency, self.filed_on, step.days),
            asked_on, answer_by, NULL, NULL, EMPTY, done, EMPTY, self.at if done == NULL else done,
        ))  # fmt: skip

    def _ask(self, rows: Rows, step: Step, task_id: str) -> tuple[str, str]:
        """The officer asked for more on the day of filing. When the clock stopped, and until when she may answer."""
        agency, message_id = self.city.agencies[step.agency], self._new(MESSAGE, self.serial)
        by = max(case_clock.answer_by(agency, self.service, self.filed_on), self.today + timedelta(days=1))
        asked = {"step": step.code, "message": message_id, "answer_by": by.isoformat()}
        self._happened(rows, "more-asked", self.filed, agency=step.agency, **asked)
        rows["applications_message"].append(row(
            message_id, self.at, self.id, self.who.resident_id, NO, EMPTY, DESK, step.agency, QUESTION, YES, task_id,
            NULL,
        ))  # fmt: skip
        return as_date(self.filed_on) if self.service.clock_stops else NULL, as_date(by)

    def _happened(self, rows: Rows, kind: str, at: datetime, *, agency: str = EMPTY, **data: Any) -> None:
        self.events += 1
        by_resident = kind in ("submitted", Case.WITHDRAWN)
        who = "resident" if by_resident else "officer" if agency else "system"
        rows["applications_event"].append(row(
            made_id(at, EVENT, self.serial * 32 + self.events), as_date(at), self.id, self.who.resident_id, kind,
            who, EMPTY, "OneCity" if who == "system" else EMPTY, agency, YES, as_json(data),
        ))  # fmt: skip

    def _rating(self, ended: datetime) -> str:
        stars, at = STARS.draw(self.rng), ended + timedelta(hours=1)
        is_new = self.today - at.date() <= timedelta(days=9)
        answer = ANSWER if stars <= BAD and not is_new else EMPTY
        return row(
            made_id(at, RATING, self.serial), as_date(at), self.id, self.who.resident_id, self.service.code,
            self.service.agency, str(stars), as_text(one_of(self.rng, WORDS[stars])), answer,
            as_date(at) if answer else NULL, DESK if answer else EMPTY,
            as_date(self.today + timedelta(days=3)) if stars <= BAD else NULL,
        )  # fmt: skip


def _answers(typed: Any, service: Service, records: Records) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the registers fill in, with its source, and plausible answers to the rest."""
    answers, sources = dict(typed), {}
    for code, field in service.fields.items():
        if field.source and (value := records.get(field.source.register, {}).get(field.source.attribute)) is not None:
            answers[code] = value
            source = {"register": field.source.register, "attribute": field.source.attribute}
            sources[code] = source | {"value": value, "agrees": True}
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


@lru_cache(maxsize=200_000)
def _due(agency: str, day: date, days: int) -> str:
    return add_working_days(city.current().agencies[agency], day, days).isoformat()
