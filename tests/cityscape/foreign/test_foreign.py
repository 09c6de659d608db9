import json
import zipfile

import numpy as np
import pytest

from onecity.cityscape.foreign import Unreadable, read_foreign
from onecity.cityscape.foreign.surveying import to_degrees


def written(tmp_path, name, content):
    file = tmp_path / name
    file.write_text(json.dumps(content))
    return file


def feature(point, **properties):
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": properties}


def test_features_become_entities_of_the_agency(tmp_path):
    file = written(
        tmp_path,
        "bins.geojson",
        {"type": "FeatureCollection", "features": [feature([5.1, 52.1], id="A 7", volume=240)]},
    )
    assert list(read_foreign(file, "waste", "WasteContainer")) == [
        {
            "id": "urn:ngsi-ld:WasteContainer:waste:A-7",
            "type": "WasteContainer",
            "location": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [5.1, 52.1]}},
            "owner": {"type": "Property", "value": "waste"},
            "volume": {"type": "Property", "value": 240},
        }
    ]


def test_a_name_that_the_standard_uses_itself_gets_another(tmp_path):
    file = written(tmp_path, "a.geojson", feature([5, 52], scope="x", **{"2nd name": "y"}))
    (one,) = read_foreign(file, "waste", "Bin")
    assert (one["_scope"]["value"], one["_2nd_name"]["value"]) == ("x", "y")


def test_metres_are_not_taken_for_degrees(tmp_path):
    file = written(tmp_path, "a.geojson", feature([155_000, 463_000]))
    with pytest.raises(Unreadable, match=r"Feature 1 is not in degrees.*WGS 84"):
        list(read_foreign(file, "waste", "Bin"))


def test_a_feature_without_a_type_is_told(tmp_path):
    file = written(tmp_path, "a.geojson", feature([5, 52]))
    with pytest.raises(Unreadable, match="give --type"):
        list(read_foreign(file, "waste"))


@pytest.mark.parametrize(
    ("epsg", "point", "degrees"),
    [
        (28992, (155_000, 463_000), (5.38720621, 52.15517440)),  # Amersfoort, by definition
        (32633, (500_000, 0), (15, 0)),
        (32631, (448_251.8, 5_411_932.7), (2.2945, 48.8582)),  # the Eiffel Tower
        (4549, (500_000, 0), (120, 0)),
        (3857, (20_037_508.342789244, 0), (180, 0)),
    ],
)
def test_grids_are_turned_into_degrees(epsg, point, degrees):
    assert to_degrees(epsg)(np.array([point], dtype=float))[0] == pytest.approx(degrees, abs=2e-4)


def test_an_unknown_grid_is_told():
    with pytest.raises(Unreadable, match="EPSG:9999 is not known"):
        to_degrees(9999)


def cube():
    corners = [[x, y, z] for z in (0, 9000) for x, y in ((0, 0), (10_000, 0), (10_000, 10_000), (0, 10_000))]
    faces = [[[3, 2, 1, 0]], [[4, 5, 6, 7]], [[0, 1, 5, 4]], [[1, 2, 6, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 7]]]
    return {
        "type": "CityJSON",
        "version": "2.0",
        "metadata": {"referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/7415"},
        "transform": {"scale": [0.001, 0.001, 0.001], "translate": [155_000, 463_000, 0]},
        "CityObjects": {
            "b-1": {"type": "Building", "attributes": {"yearOfConstruction": 1931}, "children": ["b-1-0"]},
            "b-1-0": {
                "type": "BuildingPart",
                "parents": ["b-1"],
                "geometry": [{"type": "Solid", "lod": "2.2", "boundaries": [faces]}],
            },
        },
        "vertices": corners,
    }


def test_a_building_keeps_its_height_and_ground(tmp_path):
    (one,) = read_foreign(written(tmp_path, "town.city.json", cube()), "planning")
    ring = np.array(one["location"]["value"]["coordinates"][0])
    assert one["id"] == "urn:ngsi-ld:Building:planning:b-1"
    assert (one["height"]["value"], one["yearOfConstruction"]["value"]) == (9, 1931)
    assert np.ptp(ring, axis=0) == pytest.approx((1.46e-4, 0.9e-4), rel=0.02)


def test_stops_and_lines_of_a_timetable(tmp_path):
    tables = {
        "stops.txt": "stop_id,stop_name,stop_lat,stop_lon,parent_station\nS1,Main,48.1,11.5,\nS1a,Main A,48.1,11.5,S1\n",
        "routes.txt": "route_id,route_short_name,route_long_name,route_type,route_color\nR1,5,East,3,FF0000\n",
        "trips.txt": "route_id,service_id,trip_id,shape_id\nR1,D,T1,W\nR1,D,T2,W\n",
        "shapes.txt": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nW,48.2,11.6,2\nW,48.1,11.5,1\n",
    }
    file = tmp_path / "timetable.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in tables.items():
            archive.writestr(name, text)
    main, platform, line = read_foreign(file, "transport")
    assert main["location"]["value"]["coordinates"] == [11.5, 48.1]
    assert platform["hasParentStation"]["object"] == main["id"]
    assert line["location"]["value"]["coordinates"] == [[[11.5, 48.1], [11.6, 48.2]]]
    assert line["routeColor"]["value"] == "#ff0000"


def test_a_zip_that_is_no_timetable_is_told(tmp_path):
    file = tmp_path / "photos.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.jpg", "")
    with pytest.raises(Unreadable, match=r"lacks routes\.txt, stops\.txt"):
        list(read_foreign(file, "transport"))
