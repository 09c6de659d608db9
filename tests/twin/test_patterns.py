"""Patterns of callers find what Python's ``re`` finds, in linear time."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onecity.twin.patterns import BadPattern, Pattern


@pytest.mark.parametrize(
    "pattern",
    ["", "a", "^a", "a$", "^a$", "^$", ".*", "a|b", "(a|b)+c", "a{2}", "a{2,}", "a{1,2}b", "[a-c]", "[^a-c]", "[]a]",
     "[a-]", r"\d+", r"\w\s", r"\.", "(?:ab)*c", "a?b?c?", "(^a|b$)", "urn:ngsi-ld:.*:0[0-9]", "a+?", "(a*)*", "x*$"],
)  # fmt: skip
@pytest.mark.parametrize(
    "text", ["", "a", "b", "ab", "aab", "abc", "c", "-", "]", "4", "a 1", ".", "urn:ngsi-ld:x:07", "aXb"]
)
def test_like_re(pattern, text):
    assert Pattern(pattern).search(text) == bool(re.search(pattern, text))


PARTS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "^", "$", r"\d", "1"])
PATTERNS = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda two: f"(?:{two[0]}){two[1]}"),
        inner.map(lambda one: f"(?:{one}){{1,3}}"),
    ),
    max_leaves=8,
)


@given(PATTERNS, st.text("ab1x", max_size=8))
@settings(max_examples=400, deadline=None)
def test_like_re_for_all(pattern, text):
    assert Pattern(pattern).search(text) == bool(re.search(pattern, text))


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_bombs_are_harmless(pattern):
    begin = time.process_time()
    Pattern(pattern).search("a" * 2_000 + "!")
    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "[",
        "a{2",
        "*",
        "a**",
        r"(a)\1",
        "(?=a)",
        "(?P<x>a)",
        "a{5,2}",
        "a{9999}",
        "(a{100}){100}",
        "\\",
        "a" * 600,
        "(" * 100,
    ],
)
def test_what_cannot_be_matched_in_linear_time_is_refused(pattern):
    with pytest.raises(BadPattern):
        Pattern(pattern)
