"""What browsers post becomes answers; what cannot be read stays as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecity.catalogue.definition import Field
from onecity.common.text import Text
from onecity.forms.posted import clean, date_parts, parse_field


def field(widget="text", kind="string", **schema):
    return Field(code="x", title=Text(en="X"), schema={"type": kind, **schema}, widget=widget)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (" 林晓梅 ", "林晓梅"),
        ("e\u0301", "é"),
        ("a\x00b\x07c", "abc"),
        ("line\r\nline", "lineline"),
        ("\ud800broken", "broken"),
        ("   ", None),
    ],
)
def test_text_is_trimmed_composed_and_without_control_characters(typed, answer):
    assert parse_field(field(), {"x": typed}) == answer


def test_a_text_area_keeps_its_lines():
    assert parse_field(field("textarea"), {"x": "one\r\ntwo"}) == "one\ntwo"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("12", 12),
        ("１２", 12),
        ("1,200", 1200),
        ("1 200", 1200),
        ("twelve", "twelve"),
        ("1e400", "1e400"),
        ("NaN", "NaN"),
    ],
)
def test_numbers_however_they_are_written(typed, answer):
    assert parse_field(field("number", "integer"), {"x": typed}) == answer


def test_a_fraction_for_a_whole_number_stays_to_be_refused():
    assert parse_field(field("number", "integer"), {"x": "1.5"}) == 1.5


@pytest.mark.parametrize(
    ("day", "month", "year", "answer"),
    [
        ("27", "3", "1985", "1985-03-27"),
        ("２７", "３", "１９８５", "1985-03-27"),
        ("31", "2", "2026", "2026-2-31"),
        ("", "", "", None),
        ("x", "", "", "--x"),
        ("9" * 30, "1", "2026", "2026-1-" + "9" * 30),
    ],
)
def test_a_date_of_three_fields(day, month, year, answer):
    assert parse_field(field("date"), {"x-day": day, "x-month": month, "x-year": year}) == answer


def test_a_wrong_date_is_shown_again_as_it_was_typed():
    assert date_parts("2026-2-31") == {"year": "2026", "month": "2", "day": "31"}


@pytest.mark.parametrize(("posted", "answer"), [({"x": "on"}, True), ({"x": "true"}, True), ({}, False)])
def test_a_box_is_ticked_or_not(posted, answer):
    assert parse_field(field("checkbox", "boolean"), posted) is answer


@given(st.text(), st.sampled_from(["text", "textarea", "number", "date", "checkbox", "radios"]))
def test_nothing_that_is_posted_breaks_the_reading(text, widget):
    kind = {"number": "number", "checkbox": "boolean"}.get(widget, "string")
    parse_field(field(widget, kind), {"x": text, "x-day": text, "x-month": text, "x-year": text})


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
