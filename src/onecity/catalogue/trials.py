"""Trying a rule with everything it may meet: nothing known, something missing, everything known, an empty form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, combinations, islice, product
from typing import Any

from onecity import rules
from onecity.catalogue.definition import Field, Service
from onecity.city.definition import Attribute, City

DAY = date(2026, 11, 23)  # any day would do
DATES = ("2026-11-23", "1950-02-28", "2099-12-31")
OF_APPLICANT: dict[str, tuple[Any, ...]] = {"age": (40, 3, 90), "sex": ("female", "male"), "district": ("x",)}
MOST_TRIALS = 60  # per rule; a rule names one to four things
Name = tuple[str, str]  # ("form", field), ("applicant", fact) or (register, attribute)
Failure = tuple[str, str, str]  # when, what, remedy


@dataclass(frozen=True, slots=True)
class Kinds:
    """For each thing that a rule names, values that it may have."""

    values: tuple[tuple[Name, tuple[Any, ...]], ...]


def kinds_named(rule: rules.Rule, service: Service, city: City) -> Kinds:
    """Values for what a rule names."""
    found: dict[Name, tuple[Any, ...]] = {
        ("applicant", name): OF_APPLICANT[name] for name in sorted(rule.names.applicant)
    }
    for register, attribute in sorted(rule.names.attributes):
        found[register, attribute] = _of_attribute(city.registers[register].attributes[attribute])
    for name in sorted(rule.names.fields):
        found["form", name] = _of_field(service.fields[name])
    return Kinds(tuple(found.items()))


@lru_cache(maxsize=10_000)
def first_failure(source: str, kinds: Kinds, *, money: bool) -> Failure | None:
    """The first trial in which the rule cannot be worked out; a family's acts share one answer."""
    rule = rules.compile(source)
    for when, facts in islice(_trials(kinds), MOST_TRIALS):
        try:
            rule.amount(facts) if money else rule.holds(facts)
        except rules.RuleFault as fault:
            return when, fault.detail, fault.remedy
    return None


def _trials(kinds: Kinds) -> Iterator[tuple[str, rules.Facts]]:
    names = [name for name, _ in kinds.values]
    yield from _with(kinds, set(), "with nothing known and an empty form, " if names else "")
    for unknown in _gaps(names):
        yield from _with(kinds, set(names) - set(unknown), _when(unknown))


def _gaps(names: list[Name]) -> Iterator[tuple[Name, ...]]:
    """Nothing missing, then each thing, then each two: what fails with three missing fails with fewer."""
    return chain.from_iterable(combinations(names, missing) for missing in range(min(len(names), 3)))


def _with(kinds: Kinds, known: set[Name], when: str) -> Iterator[tuple[str, rules.Facts]]:
    choices = [[(name, value) for value in values] for name, values in kinds.values if name in known]
    for chosen in islice(product(*choices), 12):
        yield when, _facts(dict(chosen))


def _facts(values: Mapping[Name, Any]) -> rules.Facts:
    registers: dict[str, dict[str, Any]] = {}
    for (root, name), value in values.items():
        registers.setdefault(root, {})[name] = value
    answers, applicant = registers.pop("form", {}), registers.pop("applicant", {})
    return rules.Facts(registers=registers, answers=answers, today=DAY, applicant=applicant)


def _when(unknown: tuple[Name, ...]) -> str:
    if not unknown:
        return "with everything known, "
    return f"without {' and '.join(_dotted(name) for name in unknown)}, "


def _dotted(name: Name) -> str:
    return ".".join(name if name[0] in ("form", "applicant") else ("register", *name))


def _of_attribute(attribute: Attribute) -> tuple[Any, ...]:
    samples: dict[str, tuple[Any, ...]] = {"integer": (1, 0, 1000), "boolean": (True, False), "date": DATES}
    return samples.get(attribute.type) or tuple(attribute.values) or ("x",)


def _of_field(field: Field) -> tuple[Any, ...]:
    """Answers that the field allows. A number may come with or without a fraction."""
    if field.choices:
        return tuple(field.choices)
    if field.schema.get("format") == "date":
        return DATES
    low = field.schema.get("minimum", 1)
    samples: dict[Any, tuple[Any, ...]] = {
        "integer": (low, low + 1 if isinstance(low, int) else 2),
        "number": (2, 2.5),
        "boolean": (True, False),
        "array": (("x",), ()),
    }
    return samples.get(field.schema["type"], ("x",))
