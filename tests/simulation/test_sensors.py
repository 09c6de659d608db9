import numpy as np
import pytest
from tests.simulation.conftest import clock

from onecity.simulation.sensors import MEASURES


@pytest.mark.parametrize("kind", MEASURES)
def test_every_device_says_what_its_type_may_say(kind, kinds, world):
    fields = {name: field for name, field in kinds.types[kind].attributes.items() if field.live}
    for hour in ("2026-11-24T03:00", "2026-07-24T18:10"):
        values = MEASURES[kind](world.at(clock(hour)))
        assert set(values) - {"location"} == set(fields)
        assert {len(column) for column in values.values()} == {len(world.fleet[kind])}
        for name, field in fields.items():
            said = values[name]
            if field.choices:
                assert set(said.tolist()) <= set(field.choices)
            elif said.dtype.kind in "fi":
                assert np.isfinite(said).all()
                assert (said >= (field.least if field.least is not None else -1e9) - 0.05).all()


def test_lights_burn_by_night_and_low_after_eleven(world):
    def states(hour):
        said = MEASURES["Streetlight"](world.at(clock(hour)))
        return set(said["powerState"][said["status"] == "ok"].tolist())

    assert states("2026-11-24T12:00") == {"off"}
    assert states("2026-11-24T20:00") == {"on"}
    assert states("2026-11-25T02:00") == {"low"}


def test_streets_are_fuller_at_half_past_eight_than_at_night(world):
    def vehicles(hour):
        return MEASURES["TrafficFlowObserved"](world.at(clock(hour)))["intensity"].sum()

    assert vehicles("2026-11-24T08:30") > 8 * vehicles("2026-11-24T03:00")


def test_buses_move_as_fast_as_they_say(world):
    at = clock("2026-11-24T10:00")
    before, after = (MEASURES["Vehicle"](world.at(at + second)) for second in (0, 2))
    moved = (after["location"] - before["location"]) * (111_195 * np.cos(np.radians(31.1)), 111_195)
    driving = before["serviceStatus"] == "onRoute"
    metres = np.hypot(moved[:, 0], moved[:, 1])[driving] / 2
    assert np.median(np.abs(metres * 3.6 - before["speed"][driving])) < 1.5


def test_bins_fill_by_day_and_are_empty_after_the_round(world):
    def full(hour):
        return np.median(MEASURES["WasteContainer"](world.at(clock(hour)))["fillingLevel"])

    assert full("2026-11-24T22:00") > full("2026-11-24T12:00") > full("2026-11-24T07:00")


def test_rivers_rise_after_rain(world):
    at = clock("2026-01-01T00:00")
    moments = [world.at(at + 12.42 * 3_600 * tide) for tide in range(200)]
    wettest, driest = max(moments, key=lambda m: m.weather.wet), min(moments, key=lambda m: m.weather.wet)
    level = MEASURES["FloodMonitoring"]
    assert (level(wettest)["currentLevel"] > level(driest)["currentLevel"]).all()
