"""The map's tiles, as a browser asks for them."""

import os
from pathlib import Path

import numpy as np
import pytest
import shapely

from onecity.cityscape.tiles.archive import write_tiles
from onecity.cityscape.tiles.sheet import Sheet

PLACE = (0.83728, 0.40876)  # Huating on the unit square of Web Mercator
ZOOM, COLUMN, ROW = 14, int(PLACE[0] * 2**14), int(PLACE[1] * 2**14)


def draw(file, name):
    sheet = Sheet("places", np.array([shapely.Point(PLACE)]), [{"name_en": name}], np.array([9.0]))
    write_tiles(file, [sheet], {"attribution": "simulation"})


@pytest.fixture
def tiles(twin, tmp_path, monkeypatch):
    file = tmp_path / "city.pmtiles"
    draw(file, "Grand Theatre")
    monkeypatch.setenv("ONECITY_TILES", str(file))
    return lambda path, **more: twin.get("/raw/tiles" + path, **more)


def test_a_tile_holds_what_lies_there(tiles):
    answer = tiles(f"/{ZOOM}/{COLUMN}/{ROW}.mvt")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    assert b"Grand Theatre" in answer.content


def test_who_cannot_unpack_gets_it_unpacked(tiles):
    answer = tiles(f"/{ZOOM}/{COLUMN}/{ROW}.mvt", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert b"Grand Theatre" in answer.content


def test_where_the_city_is_not_there_is_nothing(tiles):
    assert tiles("/14/0/0.mvt").status_code == 204


def test_a_browser_that_has_it_hears_so_until_the_city_is_drawn_anew(tiles):
    mark = tiles(f"/{ZOOM}/{COLUMN}/{ROW}.mvt").headers["ETag"]
    again = {"If-None-Match": mark}
    assert tiles(f"/{ZOOM}/{COLUMN}/{ROW}.mvt", headers=again).status_code == 304
    draw(Path(os.environ["ONECITY_TILES"]), "Opera")
    assert b"Opera" in tiles(f"/{ZOOM}/{COLUMN}/{ROW}.mvt", headers=again).content


def test_the_description_says_where_and_what(tiles):
    about = tiles("/city.json").json()
    assert about["tiles"] == ["http://testserver/tiles/{z}/{x}/{y}.mvt"]
    assert [layer["id"] for layer in about["vector_layers"]] == ["places"]
    assert about["bounds"][0] == pytest.approx(121.42, abs=0.01)


@pytest.mark.parametrize("place", ["30/1/1", "9/512/1"])
def test_a_tile_that_cannot_be_is_refused(tiles, place):
    assert tiles(f"/{place}.mvt").status_code == 400


def test_without_a_map_one_is_told_how_to_draw_it(twin, monkeypatch):
    monkeypatch.delenv("ONECITY_TILES", raising=False)
    answer = twin.get("/raw/tiles/city.json")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Draw it with: onecity twin build")
