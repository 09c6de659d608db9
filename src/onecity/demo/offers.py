"""The city's services as earlier cases use them: who may have them, what was answered, how far the work is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from onecity import rules
from onecity.applications import steps
from onecity.catalogue.definition import Field, Service, Step
from onecity.demo.chance import one_of
from onecity.demo.livelihood import EMPLOYERS
from onecity.forms.answers import visible_fields
from onecity.forms.checks import wrong_with

VARIANTS = 8  # ways to answer the questions of a service
TRIES = 6  # services that are looked at for one case
DAY_BEFORE = timedelta(days=30)
PEOPLE = ("王建国", "李秀英", "张敏", "刘洋", "陈静")
HINTS: Mapping[str, tuple[str, ...]] = {  # part of a question's code -> what people answer
    "company": EMPLOYERS, "employer": EMPLOYERS, "organisation": EMPLOYERS, "firm": EMPLOYERS, "hotel": EMPLOYERS,
    "address": ("12 Willow Lane 柳林路, 3-502",), "place": ("Lotus Street 荷花街",), "where": ("Ferry Road 渡口路",),
    "case_number": ("HT-7K2M-9QXD-W",), "number": ("99000123", "990001234567"), "name": PEOPLE, "parent": PEOPLE,
    "spouse": PEOPLE, "partner": PEOPLE, "witness": PEOPLE, "guest": PEOPLE, "deceased": PEOPLE,
}  # fmt: skip
SAMPLES = (
    "As told on the telephone 电话中已说明", "13900000000", "resident@huating.example", "6222020000000000000",
    "Lin Xiaomei", "99000019900101001X", "C12345678", "E12345678", "12:00:00Z",
    "https://huating.example/", "A1", "12345678", "1",
)  # fmt: skip
COMMON = 1200  # where a number may be anything: yuan, mostly


@dataclass(frozen=True, slots=True)
class Offer:
    """One service. ``variants`` answer what was asked; ``passed`` and ``ready`` are the steps of a case in work."""

    service: Service
    version_id: int
    variants: tuple[Mapping[str, Any], ...]
    passed: tuple[Step, ...]
    ready: tuple[Step, ...]

    def suits(self, facts: rules.Facts) -> bool:
        try:
            return all(rules.compile(condition.test).holds(facts) for condition in self.service.eligible)
        except rules.RuleFault:
            return False


class Offers:
    """All services, by whom they may be had for: ``self``, ``child``, ``parent``."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self.by_kind: dict[str, list[Offer]] = {}
        self.open_to_all: dict[str, list[Offer]] = {}
        for each in offers:
            for kind in each.service.whom:
                self.by_kind.setdefault(kind, []).append(each)
                if not each.service.eligible:
                    self.open_to_all.setdefault(kind, []).append(each)

    def choose(self, rng: Random, kind: str, facts: rules.Facts) -> Offer | None:
        """One that this person may have; none when the city has none for such a person."""
        offers = self.by_kind.get(kind)
        for _try in range(TRIES if offers else 0):
            chosen = one_of(rng, offers or [])
            if chosen.suits(facts):
                return chosen
        free = self.open_to_all.get(kind)
        return one_of(rng, free) if free else None


def offer(service: Service, version_id: int, today: date, rng: Random) -> Offer:
    passed, ready = _in_work(service)
    variants = tuple(_answered(service, today, rng) for _variant in range(VARIANTS))
    return Offer(service, version_id, variants, passed, ready)


def _in_work(service: Service) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The automatic steps that are passed and the others that can begin, before anybody has done anything."""
    passed: dict[str, Step] = {}
    while new := [s for s in steps.can_begin(service, passed=passed, begun=passed) if s.auto]:
        passed |= {step.code: step for step in new}
    return tuple(passed.values()), tuple(steps.can_begin(service, passed=passed, begun=passed))


def _answered(service: Service, today: date, rng: Random) -> dict[str, Any]:
    """An answer to every question that is asked, given the other answers."""
    answers = {code: _plausible(service, field, today, rng) for code, field in service.fields.items()}
    for _round in range(3):  # an answer may hide a question whose answer showed another
        shown = visible_fields(service, answers)
        answers = {code: answers[code] for code in shown if answers.get(code) is not None}
    return answers


def _plausible(service: Service, field: Field, today: date, rng: Random) -> Any:
    """An answer that fits a field's schema; none to half of the questions that may be left out."""
    schema: dict[str, Any] = dict(field.schema)
    if field.optional and rng.random() < 0.5:
        return None
    if field.choices:
        return one_of(rng, list(field.choices))
    if schema.get("type") == "boolean":
        return schema.get("const", rng.random() < 0.5)
    if schema.get("type") in ("integer", "number"):
        return _number(schema)
    if schema.get("format") == "date":
        return (today - DAY_BEFORE).isoformat()
    return next((text for text in _texts(field.code, rng) if not wrong_with(service, field, text)), None)


def _texts(code: str, rng: Random) -> Iterator[str]:
    for part, texts in HINTS.items():
        if part in code:
            yield one_of(rng, texts)
            yield from texts
    yield from SAMPLES


def _number(schema: Mapping[str, Any]) -> Any:
    """Where a most is set, the number counts something, and the least of it is common; elsewhere it is money."""
    lowest = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    most = schema.get("maximum", 0)
    return min(lowest, most) if most and most < COMMON else max(lowest, COMMON)
