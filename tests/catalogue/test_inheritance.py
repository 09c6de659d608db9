"""How acts inherit: properties that hold for any maps, and the cases that the format promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecity.catalogue.inheritance import EMPTY, act_of, idle_removals, merge
from onecity.city.sheet import Leaf, Listing, Map, Place, plain

HERE = Place("x.yaml", 1)
KEYS = st.sampled_from(["title", "steps", "days", "needs", "photo", "first_page"])


def node(value):
    """A plain value as nodes."""
    match value:
        case dict():
            return Map({key: node(item) for key, item in value.items()}, HERE, dict.fromkeys(value, HERE))
        case list():
            return Listing(tuple(node(item) for item in value), HERE)
    return Leaf(value, str(value), HERE)


def merged(inherited, own):
    return plain(merge(node(inherited), node(own)))


VALUES = st.recursive(
    st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2) | st.none(),
    lambda inner: st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
MAPS = st.dictionaries(KEYS, VALUES, max_size=5)
FLAT = st.dictionaries(KEYS, st.integers(0, 9), max_size=4)
ALIKE = st.dictionaries(KEYS, FLAT, max_size=4)
WITHOUT_NULLS = MAPS.map(lambda value: merged({}, value))


@given(WITHOUT_NULLS)
def test_nothing_said_means_all_inherited(inherited):
    assert merged(inherited, {}) == inherited


@given(MAPS, MAPS)
def test_saying_it_twice_changes_nothing(inherited, own):
    once = merged(inherited, own)
    assert merged(once, own) == once


@given(MAPS, MAPS)
def test_no_null_is_left(inherited, own):
    assert not holds_null(merged(inherited, own))


@given(MAPS, MAPS)
def test_what_an_act_says_holds(inherited, own):
    result = merged(inherited, own)
    for key, value in own.items():
        if value is None:
            assert key not in result
        elif not isinstance(value, dict):
            assert result[key] == value


@given(MAPS, MAPS)
def test_what_an_act_does_not_name_stays(inherited, own):
    result, clean = merged(inherited, own), merged({}, inherited)
    assert {key: value for key, value in result.items() if key not in own} == {
        key: value for key, value in clean.items() if key not in own
    }


@given(MAPS, MAPS)
def test_neither_side_is_changed(inherited, own):
    one, other = node(inherited), node(own)
    merge(one, other)
    assert (plain(one), plain(other)) == (inherited, own)


@given(ALIKE, ALIKE, ALIKE)
def test_of_maps_of_one_shape_the_order_of_merging_does_not_matter(one, two, three):
    assert merged(merged(one, two), three) == merged(one, merged(two, three))


@given(MAPS)
def test_removing_everything_leaves_nothing(inherited):
    assert merged(inherited, dict.fromkeys(inherited)) == {}


def holds_null(value):
    if isinstance(value, dict):
        return any(holds_null(item) for item in value.values())
    return value is None


@pytest.mark.parametrize(
    ("inherited", "own", "result"),
    [
        ({"fee": 1}, {"fee": 2}, {"fee": 2}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}}, {"a": {"x": 1, "y": 3}}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": None}}, {"a": {"x": 1}}),
        ({"a": {"x": 1}}, {"a": None}, {}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"x": 1}}, {"a": [3]}, {"a": [3]}),
        ({"a": [1]}, {"a": {"x": 1}}, {"a": {"x": 1}}),
        ({"title": {"en": "A", "zh": "甲"}}, {"title": {"en": "B"}}, {"title": {"en": "B"}}),
        ({"f": {"title": {"en": "A"}, "type": "string"}}, {"f": {"use": "born"}}, {"f": {"use": "born"}}),
        ({"f": {"use": "born"}}, {"f": {"optional": True}}, {"f": {"use": "born", "optional": True}}),
    ],
)
def test_merging(inherited, own, result):
    assert merged(inherited, own) == result


@pytest.mark.parametrize(
    ("inherited", "own", "order"),
    [
        (["you", "finish"], ["reason"], ["you", "finish", "reason"]),
        (["you", "finish"], ["you", "reason"], ["you", "reason", "finish"]),
        (["you", "reason", "finish"], ["finish", "extra"], ["you", "reason", "finish", "extra"]),
        (["you", "finish"], ["you", "one", "two"], ["you", "one", "two", "finish"]),
    ],
)
def test_a_new_page_stands_behind_the_one_named_before_it(inherited, own, order):
    assert list(merged({key: {"x": 1} for key in inherited}, {key: {"y": 1} for key in own})) == order


def test_an_acts_words_are_added_to_the_familys():
    family = node({"words": {"en": ["permit"], "zh": ["驾照"]}})
    act = node({"words": {"en": ["expired"]}})
    assert plain(act_of(family, act)) == {"words": {"en": ["permit", "expired"], "zh": ["驾照"]}}


def test_removals_of_nothing_are_found():
    family = node({"fields": {"born": {"hint": 1}}, "pages": {"you": {}}})
    own = node({"fields": {"born": {"hint": None, "hnt": None}, "name": None}, "pages": None, "evidence": {"x": None}})
    assert [key for _, key in idle_removals(family, own)] == ["hnt", "name", "x"]


def test_places_are_those_of_where_it_was_written():
    family = Map({"fee": Leaf(1, "1", Place("f", 3))}, Place("f", 1), {"fee": Place("f", 3)})
    act = Map({"days": Leaf(2, "2", Place("f", 9))}, Place("f", 8), {"days": Place("f", 9)})
    both = merge(family, act)
    assert (both.where("fee").line, both.where("days").line, both.place.line) == (3, 9, 8)
    assert merge(EMPTY, act).place.line == 8
