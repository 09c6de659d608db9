"""The database's answer is the one that the slow judge gives: random entities, random queries."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onecity.twin import changing
from onecity.twin.context import CORE
from onecity.twin.query import geo_matches, matches, parse_geo, parse_q, parse_scope_q, scope_matches
from onecity.twin.store import Selection

NAMES = ["a", "b"]
WORDS = ["red", "ünter", 'qu"ote']
numbers = st.sampled_from([0, 1, 1.5, 2])
scalars = st.one_of(numbers, numbers, numbers, st.booleans(), st.sampled_from(WORDS))
values = st.one_of(
    scalars, scalars, scalars, st.lists(scalars, min_size=1, max_size=3), st.fixed_dictionaries({"k": scalars})
)
plain = st.one_of(
    *[st.builds(lambda v: {"type": "Property", "value": v}, values)] * 4,
    st.builds(lambda w: {"type": "LanguageProperty", "languageMap": {"en": w, "zh": w + "!"}}, st.sampled_from(WORDS)),
    st.builds(lambda n: {"type": "Relationship", "object": f"urn:x:{n}"}, st.integers(0, 3)),
)
nested = st.builds(lambda one, sub: one | {"sub": {"type": "Property", "value": sub}}, plain, scalars)
several = st.builds(lambda one, two: [one, two | {"datasetId": "urn:d:1"}], plain, plain)
attributes = st.fixed_dictionaries({"a": st.one_of(plain, plain, nested, several)}, optional={"b": plain})
points = st.builds(
    lambda x, y: {"type": "Point", "coordinates": [121 + x / 10, 31 + y / 10]}, st.integers(0, 5), st.integers(0, 5)
)
scopes = st.lists(st.sampled_from(["/h/water", "/h/roads", "/x"]), max_size=2)

literals = st.one_of(
    numbers.map(str), numbers.map(str), st.sampled_from(["true", "urn:x:1"]),
    st.sampled_from(WORDS).map(lambda word: '"' + word.replace('"', '\\"') + '"'),
)  # fmt: skip
paths = st.sampled_from(["a", "a", "a", "b", "a.sub", "a[k]", "a[en]", "a[*]", "a.datasetId"])
operators = st.sampled_from(["==", "!=", ">", ">=", "<", "<="])
terms = st.one_of(
    paths,
    *[st.builds(lambda p, o, v: f"{p}{o}{v}", paths, operators, literals)] * 4,
    st.builds(lambda p, o, v, w: f"{p}{o}{v},{w}", paths, st.sampled_from(["==", "!="]), literals, literals),
    st.builds(lambda p, v, w: f"{p}=={v}..{w}", paths, literals, literals),
    st.builds(
        lambda p, o, w: f"{p}{o}{w}", paths, st.sampled_from(["~=", "!~="]), st.sampled_from(["red", "^b", "e$"])
    ),
)
queries = st.recursive(terms, lambda inner: st.builds(lambda a, s, b: f"({a}{s}{b})", inner, st.sampled_from(";|"), inner),
                       max_leaves=3)  # fmt: skip
_numbers = itertools.count()
PLACE = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [121.0, 31.0]}}


def entity(found, point, where):
    whole = {"id": f"urn:e:{next(_numbers)}", "type": ["T"], "https://uri.etsi.org/ngsi-ld/location": point}
    expanded = {CORE.expand(name): _expanded(value) for name, value in found.items()}
    return whole | expanded | ({"scope": where} if where else {})


def _expanded(value):
    if isinstance(value, list):
        return [_expanded(one) for one in value]
    return {CORE.expand(key) if key == "sub" else key: inner for key, inner in value.items()}


places = points.map(lambda point: {"type": "GeoProperty", "value": point})
crowds = st.lists(st.builds(entity, attributes, places, scopes), min_size=1, max_size=6)


@pytest.fixture
def ask(store, run):
    """Store some entities; then who is found by the database, and who by the judge."""

    def both(crowd, tenant, judge, **wanted):
        run(store.commit([changing.create(tenant, one) for one in crowd]))
        every = run(_all(store, Selection(tenant=tenant)))
        found = run(store.reader.search(Selection(tenant=tenant, **wanted), limit=100))
        counted = run(store.reader.count(Selection(tenant=tenant, **wanted)))
        judged = {one["id"] for one in every if judge(one)}
        assert counted == len(judged), (wanted, crowd)
        return {one.document["id"] for one in found}, judged

    return both


async def _all(store, selection):
    return [one.document async for one in store.reader.all(selection)]


often = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


EVERY = [0, 1, 1.5, True, False, "red", "urn:x:1", [1, 2], ["red", 0], [[1]], {"k": 1}, {"k": {"@value": 1}},
         {"@type": "DateTime", "@value": "2026-01-01T00:00:00Z"}]  # fmt: skip
OTHERS = [
    {"type": "LanguageProperty", "languageMap": {"en": "red", "zh": ["红", "red"]}},
    {"type": "Relationship", "object": "urn:x:1"},
    {"type": "Relationship", "object": ["urn:x:1", "urn:x:2"]},
    {"type": "VocabProperty", "vocab": [CORE.expand("red")]},
    {"type": "JsonProperty", "json": {"k": 1, "l": [1]}},
    {"type": "ListProperty", "valueList": [1, "red"]},
    {"type": "ListRelationship", "objectList": ["urn:x:1"]},
    [{"type": "Property", "value": 0}, {"type": "Property", "value": 1, "datasetId": "urn:d:1"}],
    {"type": "Property", "value": 0, "sub": {"type": "Property", "value": 1}},
    {"type": "Property", "value": 0, "observedAt": "2026-01-01T00:00:00.000000Z"},
]
LITERALS = [
    "0",
    "1",
    "1.5",
    "true",
    "false",
    '"red"',
    "urn:x:1",
    "2026-01-01T00:00:00Z",
    "0,1",
    '"red",1',
    "0..1",
    '"a".."s"',
]
PATHS = ["a", "a[k]", "a[en]", "a[*]", "a[l]", "a.sub", "a.observedAt", "a.datasetId", "createdAt", "b"]


def test_every_comparison_of_every_kind_of_value_agrees(store, run):
    one_each = [{"type": "Property", "value": value} for value in EVERY] + OTHERS
    run(store.commit([changing.create("", entity({"a": given}, PLACE, [])) for given in one_each]))
    every = run(_all(store, Selection()))
    texts = [f"{path}{sign}{literal}" for path in PATHS for sign in ("==", "!=", ">", ">=", "<", "<=") for literal in LITERALS
             if sign in ("==", "!=") or not {",", "."} & set(literal.replace("1.5", ""))]  # fmt: skip
    for text in [*PATHS, *texts]:
        if text.startswith("createdAt") and "2026" not in text and text != "createdAt":
            continue
        node = parse_q(text, CORE)
        found = {one.document["id"] for one in run(store.reader.search(Selection(q=node), limit=100))}
        assert found == {one["id"] for one in every if matches(node, one)}, text


@often
@given(crowd=crowds, text=queries)
def test_q_finds_what_the_judge_finds(ask, crowd, text):
    node = parse_q(text, CORE)
    found, judged = ask(crowd, f"q{next(_numbers)}", lambda one: matches(node, one), q=node)
    assert found == judged


@often
@given(crowd=crowds, relation=st.sampled_from(["near;maxDistance==20000", "near;minDistance==20000", "within", "disjoint",
                                               "intersects", "equals"]), point=points)  # fmt: skip
def test_places_are_found_as_the_judge_finds_them(ask, crowd, relation, point):
    x, y = point["coordinates"]
    shape = ("Polygon", [[[x, y], [x + 0.25, y], [x + 0.25, y + 0.25], [x, y + 0.25], [x, y]]])
    geometry, coordinates = ("Point", point["coordinates"]) if relation.startswith(("near", "equals")) else shape
    geo = parse_geo(relation, geometry, coordinates, "", CORE)
    found, judged = ask(crowd, f"g{next(_numbers)}", lambda one: geo_matches(geo, one), geo=geo)
    assert found == judged


@often
@given(crowd=crowds, text=st.sampled_from(["/h/#", "/h/water", "/+/roads", "/x|/h/water", "/x;/h/water", "/#"]))
def test_scopes_are_found_as_the_judge_finds_them(ask, crowd, text):
    query = parse_scope_q(text)
    found, judged = ask(crowd, f"s{next(_numbers)}", lambda one: scope_matches(query, one.get("scope")), scopes=query)
    assert found == judged
