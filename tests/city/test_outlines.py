"""The city's own map."""

import json

import pytest

from onecity.city.outlines import district_at, read_outlines
from onecity.city.shape import Reading

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]


def drawn(*districts):
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in districts
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize(("point", "district"), [((1, 1), "north"), ((3, 1), "south"), ((9, 9), "")])
def test_a_point_lies_in_one_district(point, district):
    outlines = drawn(("north", SQUARE), ("south", [[x + 2, y] for x, y in SQUARE]))
    assert district_at(outlines, *point) == district


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": [1]}'])
def test_what_is_no_map_is_a_mistake(tmp_path, text):
    (tmp_path / "outlines.geojson").write_text(text)
    reading = Reading()
    assert read_outlines(tmp_path, {"north"}, reading) == ""
    assert reading.problems


def test_every_district_has_an_outline(tmp_path):
    (tmp_path / "outlines.geojson").write_text(drawn(("north", SQUARE)))
    reading = Reading()
    read_outlines(tmp_path, {"north", "south"}, reading)
    assert [problem.what for problem in reading.problems] == ["the district `south` has no outline"]


def test_a_city_without_a_map_is_whole(tmp_path):
    assert read_outlines(tmp_path, {"north"}, Reading()) == ""


def test_the_places_of_huating_lie_where_they_say(huating_folder):
    here = huating_folder.city
    assert here.places
    assert {place.district for place in here.places.values()} == set(here.districts)
    for place in here.places.values():
        assert district_at(here.outlines, place.lon, place.lat) == place.district
