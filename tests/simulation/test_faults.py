import numpy as np
import pytest
from tests.simulation.conftest import ZONE, clock

from onecity.simulation.faults import Fault
from onecity.simulation.playing import _hardest
from onecity.simulation.sensors import MEASURES
from onecity.simulation.world import World

EVENING = clock("2026-11-24T19:00")


@pytest.fixture
def world(fleet):
    return World(fleet, 7, ZONE, often=0)


@pytest.fixture
def broken(world):
    """Breaks the thing of a kind that most depends on; gives its place."""

    def break_(cause, kind):
        thing = _hardest(world.fleet, kind)
        world.timetable.extra.append(Fault(cause, thing, EVENING - 60, EVENING + 600))
        return thing

    return break_


def test_a_dead_feeder_takes_its_cabinets_and_their_lights_along(world, broken):
    feeder = broken("feeder", "Feeder")
    now, fleet = world.at(EVENING), world.fleet
    cabinets = fleet["StreetlightControlCabinet"].links["refFeeder"] == feeder
    lights = cabinets[fleet["Streetlight"].links["refStreetlightControlCabinet"]]
    assert lights.sum() > 60
    assert ((MEASURES["Streetlight"](now)["status"] == "noPower") == lights).all()
    assert ((MEASURES["StreetlightControlCabinet"](now)["status"] == "noPower") == cabinets).all()
    assert MEASURES["Feeder"](now)["current"][feeder] == 0


def test_it_is_over_when_it_is_over(world, broken):
    broken("feeder", "Feeder")
    assert not (MEASURES["Streetlight"](world.at(EVENING + 700))["status"] == "noPower").any()


def test_a_burst_main_loses_pressure_and_those_about_it_some(world, broken):
    usual = MEASURES["Pipe"](World(world.fleet, 7, ZONE, often=0).at(EVENING))["pressure"]
    pipe = broken("burst", "Pipe")
    pressure = MEASURES["Pipe"](world.at(EVENING))["pressure"]
    assert pressure[pipe] < 0.4 * usual[pipe]
    assert 1 < (pressure < 0.9 * usual).sum() < len(usual)


def test_traffic_crawls_about_an_accident(world, broken):
    usual = MEASURES["TrafficFlowObserved"](World(world.fleet, 7, ZONE, often=0).at(EVENING))["averageVehicleSpeed"]
    counter = broken("accident", "TrafficFlowObserved")
    speed = MEASURES["TrafficFlowObserved"](world.at(EVENING))["averageVehicleSpeed"]
    assert speed[counter] < 0.4 * usual[counter]


def test_a_cut_fibre_silences_its_mobile_sites(world, broken):
    cabinet = broken("fibre", "FibreCabinet")
    sites = world.fleet["MobileSite"].links["refFibreCabinet"] == cabinet
    down = MEASURES["MobileSite"](world.at(EVENING))["status"] == "down"
    assert sites.any()
    assert (down == sites).all()


def test_the_timetable_of_faults_is_the_same_every_time(fleet):
    days = [World(fleet, 7, ZONE).timetable.between(EVENING, EVENING + 30 * 86_400) for _ in range(2)]
    first, second = (list(day) for day in days)
    assert first == second
    assert np.unique([fault.cause for fault in first]).size > 3
