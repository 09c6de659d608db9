"""Which questions are asked, and what is said of wrong answers."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onecity.catalogue.definition import Field, Page, Service
from onecity.common.errors import Refusal
from onecity.common.text import Text
from onecity.forms import answers as form_answers


def question(code, **more):
    more.setdefault("schema", {"type": "string", "maxLength": 10})
    return Field(code=code, title=Text(en=code), **more)


FIELDS = [
    question("name"),
    question(
        "reason", choices={"lost": Text(en="Lost"), "other": Text(en="Other")}, schema={"enum": ["lost", "other"]}
    ),
    question("note", shown="form.reason == 'other'", widget="textarea"),
    question("age", schema={"type": "integer", "minimum": 18, "maximum": 120}, optional=True),
    question("mail", schema={"type": "string", "format": "email"}, optional=True),
    question("day", schema={"type": "string", "format": "date"}, optional=True),
    question("true", schema={"type": "boolean", "const": True}, widget="checkbox"),
]
SERVICE = msgspec.convert(
    {
        "code": "a.b", "family": "a", "version": 1, "agency": "x", "subject": "y", "life_events": [], "words": {},
        "law": [], "whom": ["self"], "channels": [], "eligible": [], "fee": "0", "steps": {}, "evidence": {},
        "title": {}, "summary": {}, "fields": {}, "pages": {},
    },
    Service, dec_hook=lambda kind, value: kind(value),
)  # fmt: skip
SERVICE = msgspec.structs.replace(
    SERVICE,
    fields={field.code: field for field in FIELDS},
    pages={
        "one": Page(code="one", title=Text(en="One"), fields=("name", "reason", "note")),
        "two": Page(code="two", title=Text(en="Two"), fields=("age", "mail", "day", "true")),
    },
)
RIGHT = {"name": "Lin", "reason": "lost", "true": True}


def test_right_answers_can_be_filed():
    assert form_answers.check(SERVICE, RIGHT) == {}


def test_a_hidden_question_is_neither_asked_nor_required():
    assert "note" not in form_answers.visible_fields(SERVICE, RIGHT)
    assert form_answers.check(SERVICE, RIGHT | {"reason": "other"}) == {"note": "Answer this question: note"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", None, "Answer this question: name"),
        ("name", "a" * 11, "Enter at most 10 characters."),
        ("name", 5, "Enter this as text."),
        ("reason", "sold", "Choose one of the answers."),
        ("reason", None, "Choose an answer: reason"),
        ("age", 17, "Enter 18 or more."),
        ("age", 121, "Enter 120 or less."),
        ("age", "old", "Enter a whole number, such as 12."),
        ("mail", "nobody", "Enter an e-mail address, such as name@example.org."),
        ("day", "2026-02-31", "Enter a date that exists, such as 27 3 1985."),
        ("true", False, "Tick the box to go on: true"),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(field, value, words):
    assert form_answers.check(SERVICE, RIGHT | {field: value}) == {field: words}


def test_the_first_unfinished_page_is_where_one_goes_on():
    assert form_answers.first_unfinished(SERVICE, {"name": "Lin", "reason": "lost"}).code == "two"
    assert form_answers.first_unfinished(SERVICE, RIGHT) is None


def test_a_field_that_was_not_asked_is_refused():
    with pytest.raises(Refusal, match="no field called state"):
        form_answers.refuse_unknown(SERVICE, ["name", "state"])


def test_answers_that_are_too_long_together_are_refused():
    with pytest.raises(Refusal, match="too long"):
        form_answers.check_size({"name": "梅" * 30_000})


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
JSON = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.text(max_size=5), PLAIN, max_size=3)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from([field.code for field in FIELDS]), JSON))
def test_no_answer_breaks_the_check(answers):
    verdicts = form_answers.check(SERVICE, answers)
    assert all(isinstance(verdict, str) and verdict for verdict in verdicts.values())
