import numpy as np
import shapely
from tests.cityscape.conftest import DISTRICTS, HUATING

from onecity.cityscape.body import draw
from onecity.cityscape.ranks import SECONDARY


def test_the_same_seed_draws_the_same_city(body):
    again = draw(HUATING, only=DISTRICTS)
    assert shapely.equals_exact(again.buildings.shapes, body.buildings.shapes).all()
    assert (again.streets.names, again.land.use.tolist()) == (body.streets.names, body.land.use.tolist())


def test_another_seed_draws_another(body):
    assert len(draw(HUATING, seed=1, only=DISTRICTS).buildings.shapes) != len(body.buildings.shapes)


def test_from_every_street_one_comes_to_every_other(body):
    distance, _, _ = body.streets.reach([0])
    assert np.isfinite(distance).all()


def test_a_way_is_as_long_as_it_is_far(body):
    distance, came, _ = body.streets.reach([0])
    far = int(np.argmax(distance))
    way = shapely.LineString(body.streets.way(came, far))
    assert abs(way.length - distance[far]) < 1
    assert way.coords[0] == tuple(body.streets.nodes[0])
    assert way.coords[-1] == tuple(body.streets.nodes[far])


def test_houses_stand_on_dry_land_beside_the_main_streets(body):
    houses, streets = shapely.STRtree(body.buildings.shapes), body.streets
    assert not len(houses.query(body.ground.water, predicate="intersects"))
    assert not houses.query(streets.shapes[streets.rank <= SECONDARY], predicate="intersects").size


def test_few_bridges_cross_the_river(body):
    river = max(body.ground.waters, key=lambda water: water.width)
    spans = [s for s in body.streets.shapes if s.intersection(river.shape).length > river.width * 0.9]
    assert 1 <= len(spans) <= 12


def test_houses_are_tallest_in_the_middle(body):
    places = shapely.get_coordinates(shapely.centroid(body.buildings.shapes))
    urban = body.urbanity.at(places)
    assert body.buildings.height[urban > 0.9].mean() > 1.5 * body.buildings.height[urban < 0.7].mean()


def test_every_street_has_a_name_in_both_languages(body):
    assert all(set(name) == {"en", "zh"} for name in body.streets.names)


def test_named_parks_are_green(body):
    named = {body.ground.places[at].kind for at in body.land.place[body.land.use == 1] if at >= 0}
    assert named == {"park"}
