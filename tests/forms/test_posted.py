"""What browsers post becomes answers; what cannot be read stays as it was typed."""

import json

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
        ("12 Willow\r\nLane", "12 Willow Lane"),
        ("one\ttwo", "one two"),
        ("pay\u202e001", "pay001"),
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
        ("1，200", 1200),
        ("1,20", "1,20"),
        ("1e400", "1e400"),
        ("1e9999999", "1e9999999"),
        ("NaN", "NaN"),
        ("1_0", "1_0"),
        ("-0", 0),
        ("9" * 400, "9" * 400),
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
        ("27", "3", "85", "85-3-27"),
        ("3", "x", "0", "0-x-3"),
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


def test_an_account_number_may_be_typed_in_groups_and_full_width():
    account = field("number", pattern="^[0-9]{16}$")
    assert parse_field(account, {"x": "６２２２ 0000-1111 2222"}) == "6222000011112222"


def test_a_list_is_a_line_each():
    assert parse_field(field("textarea", "array"), {"x": "one\n\n two \n"}) == ["one", "two"]


ANY = st.text(st.characters())  # with NUL, and with halves of characters


@given(ANY, st.sampled_from(["text", "textarea", "number", "date", "checkbox", "radios"]))
def test_nothing_that_is_posted_breaks_the_reading(text, widget):
    kind = {"number": "number", "checkbox": "boolean"}.get(widget, "string")
    answer = parse_field(field(widget, kind), {"x": text, "x-day": text, "x-month": text, "x-year": text})
    assert "\\u0000" not in json.dumps(answer, allow_nan=False)


@given(ANY)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(ANY, ANY, ANY)
def test_what_was_read_can_always_be_stored(year, month, day):
    answer = parse_field(field("date"), {"x-day": day, "x-month": month, "x-year": year})
    assert "\0" not in (answer or "").encode().decode()
