"""The clock counts an agency's working days: 2026-12-25 is a Friday; in China 1 to 3 January 2027 are free."""

from datetime import date

from onecity.applications import clock
from onecity.catalogue.definition import Step
from onecity.city.definition import Agency, Unit
from onecity.common.text import Text

AGENCY = Agency(code="a", name=Text(en="A"), duties=Text(en="A"), units={"u": Unit(code="u", name=Text(en="U"))})
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


def step(**changes):
    return Step(**{"code": "s", "title": Text(en="S"), "agency": "a", "unit": "u", "days": 2, **changes})


def test_a_step_is_due_after_its_working_days():
    assert clock.due(AGENCY, step(), MONDAY) == date(2026, 11, 25)
    assert clock.due(AGENCY, step(), FRIDAY) == date(2026, 12, 1)


def test_an_automatic_step_is_due_at_once():
    assert clock.due(AGENCY, step(auto="true", days=5), MONDAY) == MONDAY


def test_what_a_rule_could_not_settle_is_due_the_next_working_day_at_the_earliest():
    assert clock.due_after_failed_check(AGENCY, step(auto="true", days=0), FRIDAY) == date(2026, 11, 30)


def test_the_warning_comes_the_working_day_before():
    assert clock.warn_on(AGENCY, date(2026, 11, 30)) == FRIDAY


def test_the_reminder_comes_two_working_days_before():
    assert clock.remind_on(AGENCY, date(2026, 12, 1)) == FRIDAY


def test_a_clock_that_did_not_stop_did_not_stand():
    assert clock.stood(AGENCY, None, FRIDAY) == 0


def test_it_stood_for_the_working_days_between():
    assert clock.stood(AGENCY, FRIDAY, date(2026, 12, 1)) == 2


def test_it_never_stood_for_less_than_nothing():
    assert clock.stood(AGENCY, FRIDAY, MONDAY) == 0


def test_a_date_moves_by_what_it_stood():
    assert clock.moved(AGENCY, FRIDAY, 1) == date(2026, 11, 30)
    assert clock.moved(AGENCY, date(2026, 11, 28), 0) == date(2026, 11, 28)
