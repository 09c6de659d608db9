"""What is written is there, with its history, for everyone, once it is acknowledged."""

from typing import Any

import pytest

from onecity.twin import changing
from onecity.twin.context import CORE
from onecity.twin.errors import AlreadyExists, ResourceNotFound
from onecity.twin.query import parse_geo, parse_q
from onecity.twin.store import Measurement, Position, Selection, Store

P = "https://uri.etsi.org/ngsi-ld/default-context/"


def lamp(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": f"urn:ngsi-ld:Lamp:{number}", "type": [P + "Lamp"]} | {
        P + name: value for name, value in more.items()
    }


def test_an_entity_is_found_as_it_was_created(store: Store, run: Any) -> None:
    run(store.do(changing.create("", lamp(power=40, near={"object": "urn:x:1"}))))
    found = run(store.reader.find("", "urn:ngsi-ld:Lamp:1")).document
    assert found[P + "power"]["value"] == 40
    assert found[P + "near"]["type"] == "Relationship"
    assert found["createdAt"] == found[P + "power"]["modifiedAt"]


def test_a_second_one_of_the_same_name_is_refused(store: Store, run: Any) -> None:
    run(store.do(changing.create("", lamp())))
    with pytest.raises(AlreadyExists):
        run(store.do(changing.create("", lamp())))


def test_what_was_deleted_is_gone_and_may_be_created_again(store: Store, run: Any) -> None:
    run(store.commit([changing.create("", lamp(power=1)), changing.delete("", "urn:ngsi-ld:Lamp:1")]))
    assert run(store.reader.find("", "urn:ngsi-ld:Lamp:1")) is None
    with pytest.raises(ResourceNotFound):
        run(store.do(changing.delete("", "urn:ngsi-ld:Lamp:1")))
    run(store.do(changing.create("", lamp(power=2))))
    assert run(store.reader.find("", "urn:ngsi-ld:Lamp:1")).document[P + "power"]["value"] == 2


def test_one_refusal_among_many_spoils_nothing(store: Store, run: Any) -> None:
    outcomes = run(store.commit([changing.create("", lamp(n)) for n in (1, 2, 1, 3)]))
    assert [isinstance(one, AlreadyExists) for one in outcomes] == [False, False, True, False]
    assert run(store.reader.count(Selection())) == 3


def test_q_and_place_choose_entities(store: Store, run: Any) -> None:
    def at(x: float) -> dict[str, Any]:
        return {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [x, 31.0]}}

    near = "https://uri.etsi.org/ngsi-ld/location"
    run(store.commit([changing.create("", lamp(n, power=n) | {near: at(121 + n / 100)}) for n in range(1, 6)]))
    q = parse_q("power>=2", CORE)
    geo = parse_geo("near;maxDistance==2500", "Point", [121.02, 31.0], "", CORE)
    found = run(store.reader.search(Selection(q=q, geo=geo), limit=10))
    assert [one.document["id"][-1] for one in found] == ["2", "3", "4"]


def test_measurements_late_and_known_are_told_apart(store: Store, run: Any) -> None:
    def said(hour: int, value: float) -> Measurement:
        instance = {"type": "Property", "value": value, "observedAt": f"2026-01-01T{hour:02}:00:00.000000Z"}
        return Measurement("urn:ngsi-ld:Lamp:1", [P + "Lamp"], {P + "power": instance})

    for one in (said(2, 20), said(1, 10), said(2, 20), said(3, 30)):
        run(store.record("", [one], Position("s", 7)))
    assert run(store.reader.find("", "urn:ngsi-ld:Lamp:1")).document[P + "power"]["value"] == 30
    rows = run(store.pool.fetch("SELECT numbers FROM twin.history ORDER BY observed"))
    assert [row["numbers"] for row in rows] == [[10.0], [20.0], [30.0]]
    assert run(store.position("s")) == 7
