"""A layer of the map before it is cut: shapes, properties, and from which zoom each thing is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from onecity.cityscape.plane import Floats, Shapes
from onecity.cityscape.tiles.mvt import EXTENT, LINE, POINT, POLYGON, Feature, Ring, Value

MARGIN = 64 / EXTENT  # of a tile, drawn beyond its edge
COARSE = 2.0 / EXTENT  # of a tile: shapes are simplified by it below the last zoom


@dataclass(slots=True)
class Sheet:
    """``shapes`` on the unit square, all points, all lines or all polygons; ``least`` is the first zoom of each."""

    name: str
    shapes: Shapes
    properties: list[dict[str, Value]]
    least: Floats
    tree: Any = None

    def index(self) -> None:
        """Prepare for cutting."""
        self.tree = shapely.STRtree(self.shapes)

    def cut(self, zoom: int, column: int, row: int, last: int) -> list[Feature]:
        """What lies in a tile."""
        size = 2.0**-zoom
        west, north = column * size, row * size
        is_points = bool(len(self.shapes)) and shapely.get_type_id(self.shapes[0]) == 0
        margin = 0.0 if is_points else MARGIN * size
        box = (west - margin, north - margin, west + size + margin, north + size + margin)
        found = np.sort(self.tree.query(shapely.box(*box)))
        found = found[self.least[found] <= zoom]
        if is_points:
            return self._points(found, west, north, size)
        clipped = shapely.clip_by_rect(self.shapes[found], *box)
        if zoom < last:
            clipped = shapely.simplify(clipped, COARSE * size)
        return [
            Feature(kind, parts, self.properties[found[at]]) for at, kind, parts in _drawn(clipped, west, north, size)
        ]

    def _points(self, found: Any, west: float, north: float, size: float) -> list[Feature]:
        """Points belong to one tile only: that of their upper left edge."""
        places = shapely.get_coordinates(self.shapes[found])
        units = np.floor((places - (west, north)) / size * EXTENT).astype(int)
        own = ((units >= 0) & (units < EXTENT)).all(axis=1)
        pairs = zip(units[own].tolist(), found[own].tolist(), strict=True)
        return [Feature(POINT, [[place]], self.properties[at]) for place, at in pairs]


def _drawn(shapes: Shapes, west: float, north: float, size: float) -> Iterator[tuple[int, int, list[Ring]]]:
    """Lines and polygons in the tile's units: place, kind and parts of each that is large enough to be seen."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    is_area = shapely.get_dimensions(parts) == 2
    rings, part = shapely.get_rings(shapely.orient_polygons(parts[is_area], exterior_cw=False), return_index=True)
    first = np.diff(part, prepend=-1) > 0
    areas = _lists(rings, west, north, size)
    yield from _grouped(POLYGON, owner[is_area][part], areas, first, 4)
    lines = shapely.get_type_id(parts) == 1
    yield from _grouped(LINE, owner[lines], _lists(parts[lines], west, north, size), np.ones(lines.sum(), bool), 2)


def _grouped(
    kind: int, owners: Any, rings: list[Ring], first: Any, least: int
) -> Iterator[tuple[int, int, list[Ring]]]:
    """The rings of each owner; the holes of a polygon that has shrunk to nothing go with it."""
    found: dict[int, list[Ring]] = {}
    is_kept = True
    for owner, ring, is_first in zip(owners.tolist(), rings, first.tolist(), strict=True):
        is_large = len(ring) >= least
        is_kept = is_large if is_first else is_kept
        if is_large and is_kept:
            found.setdefault(owner, []).append(ring)
    return ((owner, kind, parts) for owner, parts in found.items())


def _lists(lines: Shapes, west: float, north: float, size: float) -> list[Ring]:
    """The points of lines in whole units, none twice in a row."""
    places, line = shapely.get_coordinates(lines, return_index=True)
    points = np.round((places - (west, north)) / size * EXTENT).astype(int)
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = (points[1:] != points[:-1]).any(axis=1) | (line[1:] != line[:-1])
    points, line = points[keep], line[keep]
    every, ends = points.tolist(), np.cumsum(np.bincount(line, minlength=len(lines))).tolist()
    return [every[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)] if len(lines) else []
