"""What a service costs, before anything was answered. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice, product

from onecity import rules
from onecity.catalogue.definition import Field, Service

MOST = 500  # combinations of answers that are tried


@dataclass(frozen=True, slots=True)
class Fee:
    """``least`` and ``most`` over everything that can be answered; ``known`` is false when it depends on more."""

    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    known: bool = True

    @property
    def is_one(self) -> bool:
        return self.known and self.least == self.most

    @property
    def is_free(self) -> bool:
        return self.is_one and not self.most


def fee_of(service: Service, today: date) -> Fee:
    """Work the fee out for every answer that it looks at, as far as these are chosen from lists."""
    rule = rules.compile(service.fee)
    if rule.names.attributes or rule.names.applicant:
        return Fee(known=False)
    asked = [service.fields[name] for name in sorted(rule.names.fields)]
    if not all(field.choices or field.schema.get("type") == "boolean" for field in asked):
        return Fee(known=False)
    return _range(rule, asked, today)


def _range(rule: rules.Rule, asked: list[Field], today: date) -> Fee:
    try:
        amounts = [rule.amount(_facts(answers, today)) for answers in _all_answers(asked)]
    except rules.RuleFault:
        return Fee(known=False)
    return Fee(min(amounts), max(amounts))


def _all_answers(asked: list[Field]) -> Iterable[dict[str, object]]:
    answers: list[list[object]] = [list(field.choices) or [True, False] for field in asked]
    names = [field.code for field in asked]
    return (dict(zip(names, chosen, strict=True)) for chosen in islice(product(*answers), MOST))


def _facts(answers: Mapping[str, object], today: date) -> rules.Facts:
    return rules.facts(registers={}, answers=answers, today=today)


def written(amount: Decimal, currency: str, language: str) -> str:
    """A sum with its currency, as it is written.

    >>> written(Decimal("10.00"), "CNY", "en"), written(Decimal("12.50"), "CNY", "zh-hans")
    ('10 CNY', '12.50元')
    """
    plain = f"{amount:,.2f}".removesuffix(".00")
    return f"{plain}元" if language.startswith("zh") and currency == "CNY" else f"{plain} {currency}"
