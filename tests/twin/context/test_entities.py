"""Entities come back in the caller's names exactly as they went in."""

import asyncio

import pytest

from onecity.twin.context import BadContext, Library, compact_entity, expand_entity, expand_instance

X = "https://x.example/"
DEFAULT = "https://uri.etsi.org/ngsi-ld/default-context/"
LOCAL = {"x": X, "Lamp": "x:Lamp", "power": "x:power", "by": "x:by", "warm": "x:warm"}


@pytest.fixture(scope="module")
def ctx():
    return asyncio.run(Library().context(LOCAL))


def test_names_of_an_entity(ctx):
    doc = {"id": "urn:a", "type": "Lamp", "scope": "/a", "power": {"type": "Property", "value": 3, "unitCode": "WTT"}}
    assert expand_entity(doc, ctx) == {
        "id": "urn:a",
        "type": [X + "Lamp"],
        "scope": "/a",
        X + "power": {"type": "Property", "value": 3, "unitCode": "WTT"},
    }


def test_sub_attributes_of_sub_attributes(ctx):
    doc = {"power": {"value": 3, "by": {"object": "urn:b", "objectType": "Lamp", "power": {"value": 1}}}}
    inner = {"object": "urn:b", "objectType": X + "Lamp", X + "power": {"value": 1}}
    assert expand_entity(doc, ctx) == {X + "power": {"value": 3, X + "by": inner}}


@pytest.mark.parametrize(
    "attribute",
    [
        {"type": "Property", "value": {"power": 1, "type": "Lamp", "@id": "x:1"}},
        {"type": "Property", "value": {"@type": "DateTime", "@value": "2026-01-01T00:00:00Z"}},
        {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [1, 2]}},
        {"type": "JsonProperty", "json": {"power": None, "type": "Lamp"}},
        {"type": "LanguageProperty", "languageMap": {"en": "warm", "zh": "暖"}},
        {"type": "ListProperty", "valueList": ["power", 2, {"power": 3}]},
        {"type": "ListRelationship", "objectList": [{"object": "urn:a"}]},
        {"type": "Property", "value": "urn:ngsi-ld:null"},
        {"type": "VocabProperty", "vocab": "urn:ngsi-ld:null"},
        [{"type": "Property", "value": 1}, {"type": "Property", "value": 2, "datasetId": "urn:d"}],
        3,
        "power",
        {"power": 1},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "PostalAddress", "street": "power"},
        [1, {"power": 2}],
    ],
)
def test_values_are_data_and_stay(ctx, attribute):
    doc = {"id": "urn:a", "type": "Lamp", "power": attribute}
    expanded = expand_entity(doc, ctx)
    assert expanded[X + "power"] == attribute
    assert compact_entity(expanded, ctx) == doc


def test_names_of_a_vocabulary_are_expanded(ctx):
    expanded = expand_entity({"power": {"type": "VocabProperty", "vocab": ["warm", "cold"]}}, ctx)
    assert expanded == {X + "power": {"type": "VocabProperty", "vocab": [X + "warm", DEFAULT + "cold"]}}
    assert compact_entity(expanded, ctx) == {"power": {"type": "VocabProperty", "vocab": ["warm", "cold"]}}


def test_keywords_of_json_ld_are_understood(ctx):
    assert expand_entity({"@id": "urn:a", "@type": ["Lamp"], "@context": {}}, ctx) == {
        "id": "urn:a",
        "type": [X + "Lamp"],
    }


def test_linked_entities_inside_are_compacted(ctx):
    inner = {"id": "urn:b", "type": [X + "Lamp"], X + "power": {"type": "Property", "value": 1}}
    doc = compact_entity({X + "by": {"type": "Relationship", "object": "urn:b", "entity": inner}}, ctx)
    assert doc["by"]["entity"] == {"id": "urn:b", "type": "Lamp", "power": {"type": "Property", "value": 1}}


def test_a_part_of_an_attribute(ctx):
    assert expand_instance({"warm": 3, "observedAt": "2026-01-01T00:00:00Z"}, ctx) == {
        X + "warm": 3,
        "observedAt": "2026-01-01T00:00:00Z",
    }


def test_nesting_is_bounded(ctx):
    nested = {"value": 1}
    for _ in range(100):
        nested = {"value": 1, "by": nested}
    with pytest.raises(BadContext):
        expand_entity({"by": nested}, ctx)
