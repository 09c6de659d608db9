import numpy as np
import shapely

from onecity.cityscape.assets.all import NUMBERS
from onecity.cityscape.ranks import RANKS


def test_a_part_of_the_city_gets_its_part_of_everything(body, things):
    share = body.ground.whole.area / 1_280e6
    lights = len(things["Streetlight"].names)
    assert abs(lights - NUMBERS["Streetlight"] * share) <= 1
    assert all(len(made.names) == len(set(made.names)) > 0 for made in things.values())


def test_lights_stand_along_streets(body, things):
    lights, streets = things["Streetlight"], body.streets
    near = shapely.distance(lights.shapes, streets.shapes[streets.nearest_edge(lights.points)])
    assert near.max() <= RANKS[0].half


def test_a_cabinet_switches_up_to_sixty_lights_of_its_own_feeder(body, things):
    lights, cabinets = things["Streetlight"], things["StreetlightControlCabinet"]
    served = np.unique(lights.links["refStreetlightControlCabinet"], return_counts=True)
    assert set(served[0]) == set(cabinets.names)
    assert served[1].max() == 60
    assert set(cabinets.links["refFeeder"]) <= set(things["Feeder"].names)


def test_feeders_start_at_their_substation(things):
    feeders, stations = things["Feeder"], things["Substation"]
    place = dict(zip(stations.names, stations.shapes, strict=True))
    starts = shapely.get_point(feeders.shapes, 0)
    gaps = [start.distance(place[name]) for start, name in zip(starts, feeders.links["refSubstation"], strict=True)]
    assert max(gaps) < 100


def test_mains_lie_under_streets_and_have_a_pump(body, things):
    mains = things["Pipe"]
    net = shapely.union_all(shapely.buffer(body.streets.shapes, 1))
    assert shapely.covers(net, mains.shapes).all()
    assert set(mains.links["refPump"]) <= set(things["Pump"].names)


def test_buses_run_on_lines_that_follow_streets(body, things):
    lines, buses = things["GtfsRoute"], things["Vehicle"]
    assert set(buses.columns["routeId"]) <= {name for name in lines.names if name.startswith("bus-")}
    on = [shape for name, shape in zip(lines.names, lines.shapes, strict=True) if name.startswith("bus-")]
    assert shapely.covers(shapely.union_all(shapely.buffer(body.streets.shapes, 1)), on).all()


def test_old_things_are_in_worse_condition(things):
    pipes = things["Pipe"].columns
    installed = np.array([int(day[:4]) for day in pipes["dateInstalled"]])
    condition = np.array(pipes["condition"])
    assert condition[installed < 1985].mean() > condition[installed > 2010].mean() + 0.8


def test_named_hospitals_are_among_the_places(body, things):
    names = [name["en"] for name in things["PointOfInterest"].columns["name"]]
    assert {place.name["en"] for place in body.ground.named("hospital")} <= set(names)
