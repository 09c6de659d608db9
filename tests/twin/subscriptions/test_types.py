"""Which entities a type selection takes in."""

import pytest

from onecity.twin.errors import BadRequestData
from onecity.twin.subscriptions.types import parse_types, renamed


@pytest.mark.parametrize(
    ("selection", "types", "matches"),
    [
        ("A", {"A"}, True),
        ("A", {"B"}, False),
        ("A|B", {"B"}, True),
        ("A,B", {"B"}, True),
        ("A;B", {"A"}, False),
        ("A&B", {"A", "B", "C"}, True),
        ("(A|B);C", {"B", "C"}, True),
        ("(A|B);C", {"A", "B"}, False),
        ("((A))", {"A"}, True),
        ("*", {"X"}, True),
        ("https://x.example/#A|B", {"https://x.example/#A"}, True),
    ],
)
def test_selection(selection, types, matches):
    assert parse_types(selection).matches(types) is matches


@pytest.mark.parametrize(
    "selection", ["", "(", "A|", "|A", "A;;B", "(A", "A)", "A B", "()", "(" * 60 + "A" + ")" * 60, "A|" * 500 + "A"]
)
def test_what_cannot_be_read(selection):
    with pytest.raises(BadRequestData):
        parse_types(selection)


def test_many_alternatives_do_not_multiply():
    with pytest.raises(BadRequestData):
        parse_types(";".join(f"(A{i}|B{i}|C{i})" for i in range(10)))


def test_names_are_changed():
    assert renamed("(A|B);*", str.lower) == "(a|b);*"
