"""All tiles in one file: PMTiles 3, compressed, in the order of the Hilbert curve."""

import gzip
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from onecity.cityscape.tiles.mvt import layer
from onecity.cityscape.tiles.sheet import Sheet

FIRST, LAST = 9, 14  # zooms; browsers enlarge the tiles of the last one, which are good to half a metre


def write_tiles(file: Path, sheets: Sequence[Sheet], about: dict[str, Any]) -> int:
    """Cut the sheets and write the file; how many tiles there are."""
    for sheet in sheets:
        sheet.index()
    bounds = _bounds(sheets)
    with file.open("wb") as out:
        writer, count = Writer(out), 0  # type: ignore[no-untyped-call]
        for number, zoom, column, row in sorted(_tiles(bounds)):
            if tile := _tile(sheets, zoom, column, row):
                writer.write_tile(number, gzip.compress(tile, 9, mtime=0))  # type: ignore[no-untyped-call]
                count += 1
        writer.finalize(_header(bounds), {"vector_layers": _described(sheets), **about})  # type: ignore[no-untyped-call]
    return count


def _tile(sheets: Sequence[Sheet], zoom: int, column: int, row: int) -> bytes:
    cut = ((sheet.name, sheet.cut(zoom, column, row, LAST)) for sheet in sheets)
    return b"".join(layer(name, features) for name, features in cut if features)


def _bounds(sheets: Sequence[Sheet]) -> tuple[float, float, float, float]:
    west, north, east, south = shapely.total_bounds(np.concatenate([sheet.shapes for sheet in sheets]))
    return float(west), float(north), float(east), float(south)


def _tiles(bounds: tuple[float, float, float, float]) -> list[tuple[int, int, int, int]]:
    """The tiles that may hold something: PMTiles' number, zoom, column, row."""
    found = []
    for zoom in range(FIRST, LAST + 1):
        west, north, east, south = (int(value * 2**zoom) for value in bounds)
        for column, row in product(range(west, east + 1), range(north, south + 1)):
            found.append((zxy_to_tileid(zoom, column, row), zoom, column, row))
    return found


def _header(bounds: tuple[float, float, float, float]) -> dict[str, Any]:
    west, north, east, south = bounds
    lon = [round((x - 0.5) * 360 * 1e7) for x in (west, east)]
    lat = [round(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y)))) * 1e7) for y in (south, north)]
    middle = {"center_lon_e7": sum(lon) // 2, "center_lat_e7": sum(lat) // 2, "center_zoom": 11}
    corners = {"min_lon_e7": lon[0], "max_lon_e7": lon[1], "min_lat_e7": lat[0], "max_lat_e7": lat[1]}
    return {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP, **middle, **corners}


def _described(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """What a style may count on: for each layer its zooms and the properties of its things."""
    return [
        {
            "id": sheet.name,
            "minzoom": max(int(sheet.least.min(initial=LAST)), FIRST),
            "maxzoom": LAST,
            "fields": {key: _type(value) for properties in sheet.properties for key, value in properties.items()},
        }
        for sheet in sheets
    ]


def _type(value: Any) -> str:
    return "Boolean" if isinstance(value, bool) else "String" if isinstance(value, str) else "Number"
