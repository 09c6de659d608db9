"""OGC API Features, as a map's program sees it."""

import pytest


def lamp(number):
    place = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [121 + number / 10, 31.0]}}
    return {"id": f"urn:ngsi-ld:Lamp:{number}", "type": "Lamp", "power": {"value": 10 * number}, "location": place}


@pytest.fixture
def lamps(twin):
    twin.post("/entityOperations/create", json=[lamp(n) for n in range(5)])
    return lambda path: twin.get("/raw/ogc" + path)


def ids(answer):
    return [feature["id"][-1] for feature in answer.json()["features"]]


def test_one_finds_the_way_from_the_landing_page(lamps):
    links = {link["rel"]: link["href"] for link in lamps("/").json()["links"]}
    assert links["data"].endswith("/ogc/collections")
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in lamps("/conformance").json()["conformsTo"]
    assert [one["id"] for one in lamps("/collections").json()["collections"]] == ["Lamp"]


def test_features_have_a_place_and_plain_properties(lamps):
    feature = lamps("/collections/Lamp/items/urn:ngsi-ld:Lamp:3").json()
    assert feature["geometry"] == {"type": "Point", "coordinates": [121.3, 31.0]}
    assert feature["properties"] == {"type": "Lamp", "power": 30}


def test_a_box_a_filter_and_an_attribute_narrow(lamps):
    assert ids(lamps("/collections/Lamp/items?bbox=121.05,30,121.25,32")) == ["1", "2"]
    assert ids(lamps("/collections/Lamp/items?filter=power%20>=%2030")) == ["3", "4"]
    assert ids(lamps("/collections/Lamp/items?power=20")) == ["2"]


def test_pages_lead_on(lamps):
    page = lamps("/collections/Lamp/items?limit=2&offset=2")
    assert ids(page) == ["2", "3"]
    following = next(link["href"] for link in page.json()["links"] if link["rel"] == "next")
    assert "offset=4" in following
    assert "next" not in [link["rel"] for link in lamps("/collections/Lamp/items?offset=4").json()["links"]]


@pytest.mark.parametrize("path", ["/collections/None", "/collections/Lamp/items/urn:x:1", "/collections/Lamp/items?bbox=1,2",
                                  "/collections/Lamp/items?limit=x"])  # fmt: skip
def test_what_is_not_there_or_wrong_is_said(lamps, path):
    assert lamps(path).status_code in (400, 404)
