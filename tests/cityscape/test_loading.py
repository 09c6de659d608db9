import pytest
from tests.twin.conftest import run, store, twin_dsn  # noqa: F401

from onecity.cityscape.loading import load
from onecity.twin.changing import record
from onecity.twin.context import CORE
from onecity.twin.errors import Problem
from onecity.twin.store import Measurement

BIN = {
    "id": "urn:ngsi-ld:WasteContainer:waste:1",
    "type": "WasteContainer",
    "owner": {"type": "Property", "value": "waste"},
    "binCapacity": {"type": "Property", "value": 240},
}


def measured(by):
    level = {CORE.expand("fillingLevel"): {"type": "Property", "value": 0.5, "observedAt": "2026-11-23T10:00:00Z"}}
    return record("", Measurement(BIN["id"], [CORE.expand("WasteContainer")], level, by=by))


@pytest.fixture
def loaded(store, run):  # noqa: F811
    assert run(load(store, [BIN])).taken == 1
    return store


def test_what_is_loaded_belongs_to_its_agency(loaded, run):  # noqa: F811
    own, other = run(loaded.commit([measured("waste"), measured("water")]))
    assert not isinstance(own, Problem)
    assert isinstance(other, Problem)


def test_loading_again_keeps_what_was_measured(loaded, run):  # noqa: F811
    run(loaded.commit([measured("waste")]))
    assert run(load(loaded, [BIN | {"binCapacity": {"type": "Property", "value": 120}}])).taken == 1
    body = run(loaded.reader.find("", BIN["id"])).document
    assert body[CORE.expand("fillingLevel")]["value"] == 0.5
    assert body[CORE.expand("binCapacity")]["value"] == 120


def test_what_is_refused_is_told(store, run):  # noqa: F811
    outcome = run(load(store, [BIN | {"binCapacity": {"type": "Property"}}, BIN]))
    assert (outcome.taken, outcome.refused) == (1, 1)
    assert outcome.reasons[0].startswith(BIN["id"])
