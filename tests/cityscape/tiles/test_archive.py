import gzip

import pytest
from pmtiles.reader import MmapSource, Reader, all_tiles

from onecity.cityscape.tiles.archive import write_tiles
from onecity.cityscape.tiles.drawing import draw_map


@pytest.fixture(scope="module")
def file(body, kinds, things, tmp_path_factory):
    file = tmp_path_factory.mktemp("tiles") / "city.pmtiles"
    write_tiles(file, draw_map(body, kinds, list(things.values())), {"attribution": "simulation"})
    return file


def test_the_file_says_what_it_holds(file):
    with file.open("rb") as opened:
        reader = Reader(MmapSource(opened))
        layers = {layer["id"]: layer for layer in reader.metadata()["vector_layers"]}
        header = reader.header()
    assert {"water", "parks", "districts", "streets", "buildings", "metro", "places", "Streetlight"} <= set(layers)
    assert layers["Streetlight"]["minzoom"] == 14
    assert layers["buildings"]["fields"] == {"height": "Number", "use": "String"}
    assert 121e7 < header["min_lon_e7"] < header["max_lon_e7"] < 122e7


def test_no_tile_is_too_heavy_for_a_telephone(file):
    with file.open("rb") as opened:
        sizes = {place: len(tile) for place, tile in all_tiles(MmapSource(opened))}
    assert max(sizes.values()) < 150_000
    assert {zoom for zoom, _, _ in sizes} == {9, 10, 11, 12, 13, 14}


def test_every_light_is_in_one_tile_with_its_id(file, things):
    with file.open("rb") as opened:
        tiles = [gzip.decompress(tile) for (zoom, _, _), tile in all_tiles(MmapSource(opened)) if zoom == 14]
    assert sum(tile.count(b"urn:ngsi-ld:Streetlight:") for tile in tiles) == len(things["Streetlight"].names)


def test_from_afar_there_are_no_lights(file):
    with file.open("rb") as opened:
        tiles = [gzip.decompress(tile) for (zoom, _, _), tile in all_tiles(MmapSource(opened)) if zoom < 14]
    assert not any(b"Streetlight:" in tile for tile in tiles)
