import json
from collections import Counter

import pytest
from tests.simulation.conftest import HUATING, clock

from onecity.simulation.playing import Player
from onecity.simulation.speaking import NoMapper, read_rules
from onecity.twin.intake.mapping import read_mappers

MAPPERS = HUATING / "twin" / "mappers.yaml"
NOON = clock("2026-11-24T12:00")


@pytest.fixture
def player(kinds, world):
    return Player(kinds, world, read_rules(MAPPERS))


def test_the_city_understands_everything_its_devices_say(player, kinds):
    mappers = read_mappers(MAPPERS)
    for topic, payload in player.everybody(NOON):
        mapped = mappers.map(topic, payload, "2026-11-24T04:00:00Z")
        assert not mapped.complaints
        (one,) = mapped.measurements
        kind = one.id.split(":")[2]
        live = {field.iri for field in kinds.types[kind].attributes.values() if field.live}
        assert live <= set(one.attributes)


def test_every_device_speaks_once_in_its_interval(player, kinds):
    said = Counter(topic for topic, _ in player.between(NOON, NOON + 900) if "/light/" in topic)
    assert set(said.values()) == {1}
    assert len(said) == len(player.world.fleet["Streetlight"])


def test_who_changes_speaks_at_once(player):
    list(player.between(NOON, NOON + 1))
    player.happen("feeder", NOON + 1)
    cabinets = [json.loads(p) for t, p in player.between(NOON + 1, NOON + 2) if "/light-cabinet/" in t]
    assert "noPower" in {cabinet["status"] for cabinet in cabinets}


def test_time_is_that_of_the_simulation(player):
    _, payload = next(player.everybody(NOON))
    assert json.loads(payload)["time"] == "2026-11-24T04:00:00.000Z"


def test_a_type_without_a_mapper_is_told(kinds, world):
    with pytest.raises(NoMapper, match=r"no mapper for the topic onecity/\{agency\}/feeder/\{device\} of Feeder"):
        Player(kinds, world, {})
