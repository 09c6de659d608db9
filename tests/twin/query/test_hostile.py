"""Queries that would cost much are refused, and cost little."""

import time

import msgspec
import pytest

from onecity.twin.context import CORE
from onecity.twin.errors import Problem
from onecity.twin.patterns import compiled
from onecity.twin.query import parse_geo, parse_q, parse_scope_q
from onecity.twin.subscriptions.types import parse_types

MUCH = 0.5  # seconds of processor; a machine under load must not fail this, and a bomb takes minutes


def cheaply(refused):
    begun = time.process_time()
    with pytest.raises(Problem):
        refused()
    assert time.process_time() - begun < MUCH


@pytest.mark.parametrize(
    "text",
    ["(" * 10_000, "(" * 100 + "a" + ")" * 100, "a==1;" * 1_000, "a==" + "1," * 5_000, "a" * 9_000, "a~=(((((", "a==", ";", "a[",
     "a~=" + "(a{1000}){1000}", "a..b", "a==1..", "~=x"],
)  # fmt: skip
def test_a_hostile_q_is_refused(text):
    cheaply(lambda: parse_q(text, CORE))


@pytest.mark.parametrize("text", ["(" * 10_000, "/a;" * 2_000, "a/#/b", "(/a|/b);" * 60, ""])
def test_a_hostile_scope_query_is_refused(text):
    cheaply(lambda: parse_scope_q(text))


@pytest.mark.parametrize("text", ["(" * 10_000, "(A|B);" * 60 + "C", "A;;B", "A)"])
def test_a_hostile_type_expression_is_refused(text):
    cheaply(lambda: parse_types(text))


@pytest.mark.parametrize(
    "coordinates",
    ["[" * 100_000, msgspec.json.encode([[[n / 1e4, 0] for n in range(100_000)]]).decode(), "[[[[[[[1]]]]]]]", "[1e999, 2]",
     '["a", "b"]', "[200, 10]", "[]", "null"],
)  # fmt: skip
def test_a_hostile_shape_is_refused(coordinates):
    cheaply(lambda: parse_geo("within", "Polygon", coordinates, "", CORE))


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", "([a-z]+)*1"])
def test_a_pattern_that_blows_up_elsewhere_takes_linear_time_here(pattern):
    begun = time.process_time()
    assert not compiled(pattern).search("a" * 20_000 + "!")
    assert time.process_time() - begun < MUCH
