"""Working days, in China with its long holidays and the weekend days that make up for them."""

from datetime import date

import pytest

from onecity.agencies.calendar import add_working_days, is_working_day, working_days_between
from onecity.city.definition import Agency
from onecity.common.text import Text


def agency(**calendar):
    return Agency(code="a", name=Text(), duties=Text(), units={}, **calendar)


CHINA = agency()
GERMANY = agency(country="DE", subdivision="BY")
EMIRATES = agency(country="AE", weekend=(6, 7))
SHOP = agency(weekend=(7,))


@pytest.mark.parametrize(
    ("whose", "day", "works"),
    [
        (CHINA, date(2026, 11, 23), True),
        (CHINA, date(2026, 11, 22), False),
        (CHINA, date(2026, 10, 1), False),
        (CHINA, date(2026, 10, 8), True),
        (CHINA, date(2026, 10, 10), True),  # a Saturday that makes up for the National Day week
        (CHINA, date(2026, 2, 14), True),  # the Saturday before the Spring Festival
        (CHINA, date(2026, 2, 17), False),
        (GERMANY, date(2026, 11, 1), False),
        (GERMANY, date(2026, 1, 6), False),  # Epiphany, in Bavaria only
        (agency(country="DE"), date(2026, 1, 6), True),
        (SHOP, date(2026, 11, 21), True),
        (SHOP, date(2026, 11, 22), False),
    ],
)
def test_working_days(whose, day, works):
    assert is_working_day(whose, day) is works


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_days_are_added(start, days, end):
    assert add_working_days(CHINA, start, days) == end


@pytest.mark.parametrize("days", [-1, 10_001])
def test_a_span_that_makes_no_sense_is_refused(days):
    with pytest.raises(ValueError, match="cannot be counted"):
        add_working_days(CHINA, date(2026, 1, 1), days)


def test_counting_is_the_reverse_of_adding():
    start = date(2026, 9, 1)
    assert [working_days_between(CHINA, start, add_working_days(CHINA, start, n)) for n in range(60)] == list(range(60))


def test_days_until_an_earlier_day_are_negative():
    assert working_days_between(CHINA, date(2026, 11, 24), date(2026, 11, 20)) == -2
