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


def test_answers_are_kept_clean_wherever_they_come_from():
    kept = form_answers.tidied(SERVICE, {"name": " Lin\x00 ", "note": "a\r\nb", "mail": "  ", "age": 20})
    assert kept == {"name": "Lin", "note": "a\nb", "mail": None, "age": 20}


@pytest.mark.parametrize("value", [{"a": 1}, ["Lin"], float("nan"), float("inf"), 10**30])
def test_what_no_question_asks_for_is_refused_by_field(value):
    with pytest.raises(Refusal) as refused:
        form_answers.tidied(SERVICE, {"name": value})
    assert (refused.value.status, list(refused.value.fields)) == (422, ["name"])


def test_a_list_is_an_answer_only_where_one_is_asked_for():
    lists = msgspec.structs.replace(SERVICE, fields={"pets": question("pets", schema={"type": "array", "maxItems": 2})})
    assert form_answers.tidied(lists, {"pets": [" cat ", "dog"]}) == {"pets": ["cat", "dog"]}
    with pytest.raises(Refusal):
        form_answers.tidied(lists, {"pets": [["cat"]]})


@pytest.mark.parametrize(
    ("schema", "value", "words"),
    [
        ({"type": "string", "minLength": 3}, "ab", "Enter at least 3 characters."),
        ({"type": "integer", "multipleOf": 5}, 12, "Enter a multiple of 5."),
        ({"type": "number", "exclusiveMinimum": 0}, 0, "Enter more than 0."),
        ({"type": "number", "exclusiveMaximum": 9}, 9.5, "Enter less than 9."),
        ({"type": "number"}, "many", "Enter a number, such as 12.5."),
        ({"type": "string", "pattern": "^A"}, "b", "This does not look right. Look at the hint and enter it again."),
        ({"type": "string", "format": "uri"}, "x", "Enter a whole web address, such as https://example.org/."),
        ({"type": "array", "maxItems": 1}, ["a", "b"], "This cannot be right. Look at the hint and enter it again."),
        ({"type": "array"}, "a", "Enter each on a line of its own."),
        ({"not": {"const": "b"}}, "b", "This cannot be right. Look at the hint and enter it again."),
    ],
)
def test_every_kind_of_mistake_has_its_sentence(schema, value, words):
    service = msgspec.structs.replace(SERVICE, code="a.c", fields={"x": question("x", schema=schema)})
    assert form_answers.wrong_with(service, service.fields["x"], value) == words


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20)
JSON = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.text(max_size=5), PLAIN, max_size=3)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from([field.code for field in FIELDS]), JSON))
def test_no_answer_breaks_the_check(answers):
    verdicts = form_answers.check(SERVICE, answers)
    assert all(isinstance(verdict, str) and verdict for verdict in verdicts.values())
