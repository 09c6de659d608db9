"""A rule in CEL (https://cel.dev), compiled once, worked out for a person's facts."""

import logging
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import cel

from onecity.rules.facts import Facts, as_moment, read_date, span
from onecity.rules.faults import RuleFault
from onecity.rules.source import (
    FUNCTIONS,
    LONGEST,
    VARIABLES,
    References,
    bound_names,
    how_to_write,
    references,
    spelled_out,
)

# The library logs the arguments of a function that fails: a resident's data. We report faults ourselves, without them.
logging.getLogger("cel").disabled = True

DEAREST = Decimal(100_000_000)
CENT = Decimal("0.01")
ASK_FIRST = "ask first: has(register.<register>.<attribute>) && …, has(applicant.age) && …, has(form.<field>) && …"
WHAT_FUNCTIONS_TAKE = (
    "date() and years_since() take a date as text, days() a whole number; guard what may be missing with has(…)"
)
COMPARE_ALIKE = (
    "compare text with text, whole numbers with whole numbers, date(…) with date(…); "
    "an unanswered question is null: ask has(form.<field>) first"
)
EXPLAINED: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    (
        (TypeError,),
        "mixes kinds of values that cannot be compared or counted together",
        COMPARE_ALIKE,
    ),
    (
        (ZeroDivisionError, OverflowError),
        "counts to a number that does not exist",
        "do not divide by what may be 0",
    ),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """``names`` says which register attributes and questions it looks at, so that nothing else need be read."""

    source: str
    program: cel.Program
    names: References

    def holds(self, facts: Facts) -> bool:
        """Whether the rule holds. Anything but true or false is a fault: a rule is never half true."""
        value = self.value(facts)
        if not isinstance(value, bool):
            raise RuleFault(
                f"gives {_kind(value)} and not true or false", remedy="compare it, as in form.reason == 'lost'"
            )
        return value

    def amount(self, facts: Facts) -> Decimal:
        """A sum of money, rounded to hundredths (half up)."""
        value = self.value(facts)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < DEAREST:
            raise RuleFault(f"gives {_kind(value)} that is no sum of money", remedy="a fee is a number, 0 or more")
        return Decimal(str(value)).quantize(CENT, rounding=ROUND_HALF_UP)

    def value(self, facts: Facts) -> object:
        """What the rule gives. Raises RuleFault when it looks at something unknown or mixes kinds of values."""
        functions = {"date": _date, "days": span, "years_since": facts.years_since}
        try:
            return self.program.execute(cel.Context(facts.seen_by(self.names), functions))
        except Exception as fault:  # noqa: BLE001  the library raises many kinds; each is a fault of the rule
            raise _explained(fault) from None


@lru_cache(maxsize=20_000)
def compile_rule(source: str) -> Rule:
    """A rule ready to be worked out. Raises RuleFault for bad CEL and for names that a rule cannot see."""
    if not source.strip() or len(source) > LONGEST:
        raise RuleFault(f"a rule has 1 to {LONGEST} characters", remedy="split it into several, or say it shorter")
    program = _program(spelled_out(source))
    _check_names(program, source)
    return Rule(source=source, program=program, names=references(source))


def _program(source: str) -> cel.Program:
    try:
        return cel.compile(source)
    except ValueError as fault:
        raise RuleFault(f"cannot be read: {_first_line(fault)}", remedy=how_to_write(source)) from None


def _check_names(program: cel.Program, source: str) -> None:
    strange = [name for name in program.variables() if name not in VARIABLES | bound_names(source)]
    if strange:
        raise RuleFault(f"does not know “{strange[0]}”", remedy=f"a rule sees {', '.join(sorted(VARIABLES))}")
    unknown = [name for name in program.functions() if name.isidentifier() and name not in FUNCTIONS]
    if unknown:
        raise RuleFault(
            f"does not know the function “{unknown[0]}”", remedy=f"there are {', '.join(sorted(FUNCTIONS))}"
        )


def _date(text: object) -> object:
    return as_moment(read_date(text))


def _explained(fault: Exception) -> RuleFault:
    """The library's fault in plain words. Its own words may hold a person's data and are dropped."""
    if isinstance(fault, KeyError):
        return RuleFault(f"looks at “{fault.args[0]}”, which is not known here", remedy=ASK_FIRST)
    for kinds, detail, remedy in EXPLAINED:
        if isinstance(fault, kinds):
            return RuleFault(detail, remedy=remedy)
    return RuleFault("gives a function something it cannot use", remedy=WHAT_FUNCTIONS_TAKE)


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", type(None): "nothing"}
    return names.get(type(value), "something")


def _first_line(fault: Exception) -> str:
    return str(fault).splitlines()[0].split("ERROR: <input>:")[-1].split(" expecting ")[0]
