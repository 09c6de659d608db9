"""The promised date: the longest way through the steps."""

from datetime import date

import pytest

from onecity.catalogue.definition import Step
from onecity.catalogue.promise import last_day
from onecity.city.definition import Agency
from onecity.common.text import Text

AGENCIES = {
    "china": Agency(code="china", name=Text(), duties=Text(), units={}),
    "six-days": Agency(code="six-days", name=Text(), duties=Text(), units={}, weekend=(7,)),
}
MONDAY = date(2026, 11, 23)


def steps(*wanted):
    """Steps from (code, needs, days or "auto" or "auto-or-officer", agency)."""
    return {
        code: Step(
            code=code, title=Text(), needs=tuple(needs.split()), agency=agency, unit="u",
            auto="" if isinstance(days, int) else "true", days=days if isinstance(days, int) else 0,
            otherwise="officer" if days == "auto-or-officer" else "refuse",
        )
        for code, needs, days, agency in wanted
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "day"),
    [
        ([], MONDAY),
        ([("a", "", "auto", "china")], MONDAY),
        ([("a", "", 2, "china")], date(2026, 11, 25)),
        ([("a", "", 2, "china"), ("b", "a", 3, "china")], date(2026, 11, 30)),
        ([("a", "", 2, "china"), ("b", "", 3, "china")], date(2026, 11, 26)),
        ([("a", "", 1, "china"), ("b", "", 4, "china"), ("c", "a b", 1, "china")], date(2026, 11, 30)),
        ([("a", "", "auto", "china"), ("b", "a", 1, "china")], date(2026, 11, 24)),
        ([("a", "", "auto-or-officer", "china"), ("b", "a", 1, "china")], date(2026, 11, 25)),
        ([("a", "", 5, "six-days")], date(2026, 11, 28)),
        ([("a", "", 5, "six-days"), ("b", "a", 1, "china")], date(2026, 11, 30)),
    ],
)
def test_the_longest_way_counts(wanted, day):
    assert last_day(steps(*wanted), MONDAY, AGENCIES) == day


def test_a_case_filed_on_a_holiday_begins_with_the_next_working_day():
    assert last_day(steps(("a", "", 1, "china")), date(2026, 10, 1), AGENCIES) == date(2026, 10, 8)
