"""The past of entities by HTTP."""

import pytest

CAR = {"id": "urn:ngsi-ld:Car:1", "type": "Car"}


def at(minute, value):
    return {"type": "Property", "value": value, "observedAt": f"2026-03-01T08:{minute:02}:00Z"}


@pytest.fixture
def car(twin):
    twin.post("/temporal/entities", json=CAR | {"speed": [at(minute, 10 * minute) for minute in range(6)]})
    return "/temporal/entities/urn:ngsi-ld:Car:1"


def values(twin, path):
    return twin.get(path).json()["speed"]["values"]


def test_a_stretch_of_time_is_shown_as_values(twin, car):
    path = f"{car}?options=temporalValues&timerel=between&timeAt=2026-03-01T08:02:00Z&endTimeAt=2026-03-01T08:04:00Z"
    assert values(twin, path) == [[20, "2026-03-01T08:02:00Z"], [30, "2026-03-01T08:03:00Z"]]


def test_the_last_few_come_newest_first(twin, car):
    assert [value for value, _ in values(twin, f"{car}?options=temporalValues&lastN=2")] == [50, 40]


def test_figures_are_given_for_each_period(twin, car):
    path = f"{car}?options=aggregatedValues&aggrMethods=avg,max,totalCount&aggrPeriodDuration=PT3M"
    speed = twin.get(path).json()["speed"]
    assert [row[0] for row in speed["avg"]] == [10, 40]
    assert [row[0] for row in speed["max"]] == [20, 50]
    assert [row[0] for row in speed["totalCount"]] == [3, 3]


def test_the_last_instance_is_the_current_state(twin, car):
    assert twin.get("/entities/urn:ngsi-ld:Car:1?options=keyValues").json()["speed"] == 50


def test_every_write_leaves_a_trace_and_deletion_too(twin):
    twin.post("/entities", json=CAR | {"speed": {"type": "Property", "value": 1}})
    twin.patch("/entities/urn:ngsi-ld:Car:1/attrs", json={"speed": {"type": "Property", "value": 2}})
    twin.delete("/entities/urn:ngsi-ld:Car:1")
    assert twin.get("/entities/urn:ngsi-ld:Car:1").status_code == 404
    past = twin.get("/temporal/entities/urn:ngsi-ld:Car:1?timeproperty=modifiedAt").json()
    assert [one["value"] for one in past["speed"]] == [1, 2]
    gone = twin.get("/temporal/entities/urn:ngsi-ld:Car:1?timeproperty=deletedAt").json()
    assert gone["speed"][0]["value"] == "urn:ngsi-ld:null"


def test_one_instance_can_be_mended_or_deleted(twin, car):
    first, second = twin.get(car).json()["speed"][:2]
    twin.patch(f"{car}/attrs/speed/{first['instanceId']}", json=at(0, 7))
    assert twin.delete(f"{car}/attrs/speed/{second['instanceId']}").status_code == 204
    assert [value for value, _ in values(twin, f"{car}?options=temporalValues")] == [7, 20, 30, 40, 50]


def test_more_than_an_answer_may_hold_is_cut_and_said(twin, car, monkeypatch):
    monkeypatch.setenv("ONECITY_TEMPORAL_LIMIT", "4")
    answer = twin.get(f"{car}?timerel=after&timeAt=2026-03-01T08:00:00Z")
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == "date-time 2026-03-01T08:00:00Z-2026-03-01T08:04:00Z/*"
