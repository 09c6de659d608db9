"""The main streets: rings and trunks as the city draws them, district boundaries, and a bent grid in each district."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from onecity.cityscape.fields import Noise, Urbanity
from onecity.cityscape.ground import District, Ground
from onecity.cityscape.plane import Floats, Shapes
from onecity.cityscape.ranks import PRIMARY, RING, SECONDARY, TERTIARY, TRUNK

WIDE = 100.0  # metres: only main streets cross wider water, by bridges
BRIDGES_APART = 1_300.0  # metres along wide water
BANK = 55.0  # metres from the water to the street along it
STEP = 80.0  # metres between the points of a bent line


@dataclass(slots=True)
class Lines:
    """Streets before they are joined to a net: a line, a rank and a name each ("" where there is none yet)."""

    shapes: list[Any]
    ranks: list[int]
    names: list[dict[str, str]]

    def add(self, shape: Any, rank: int, name: dict[str, str] | None = None) -> None:
        for part in shapely.get_parts(shape):
            if part.geom_type == "LineString" and part.length > 1:
                self.shapes.append(part)
                self.ranks.append(rank)
                self.names.append(name or {})


def main_streets(ground: Ground, urbanity: Urbanity, rng: np.random.Generator) -> Lines:
    """All streets down to the secondary ones, with the bridges that carry them."""
    lines = Lines([], [], [])
    for road in ground.roads:
        rank = RING if "ring" in road.rank else TRUNK
        lines.add(road.line.intersection(ground.whole), rank, road.name)
    for boundary in _boundaries(ground):
        lines.add(_outside_wide_water(ground, boundary), SECONDARY)
    grid = Lines([], [], [])
    for district in ground.districts:
        _grid(district, urbanity, rng, grid)
    _across(ground, grid, lines)
    for bank in _banks(ground):
        lines.add(bank, TERTIARY)
    return lines


def _boundaries(ground: Ground) -> list[Any]:
    """Where two districts meet."""
    inside = ground.whole.buffer(-60)
    rings = shapely.union_all([district.shape.exterior for district in ground.districts])
    return list(shapely.get_parts(shapely.line_merge(rings.intersection(inside))))


def _outside_wide_water(ground: Ground, line: Any) -> Any:
    """A boundary in the middle of a river is no street."""
    wide = shapely.union_all([w.shape.buffer(30) for w in ground.waters if w.width > WIDE or not w.width])
    return line.difference(wide)


def _grid(district: District, urbanity: Urbanity, rng: np.random.Generator, grid: Lines) -> None:
    """Two bundles of bent parallels, closer where the district is more urban; each second one is primary."""
    angle = rng.uniform(-0.35, 0.35)
    middle, reach = district.shape.centroid, _reach(district.shape)
    inner = np.array([[middle.x, middle.y]])
    apart = 1_250 - 500 * float(urbanity.at(inner)[0])
    bends = (Noise(rng, 5_000), Noise(rng, 5_000))
    for turn in (0.0, np.pi / 2):
        along = np.array([np.cos(angle + turn), np.sin(angle + turn)])
        across = np.array([-along[1], along[0]])
        offsets = (
            np.arange(-reach, reach, apart) + rng.uniform(-0.18, 0.18, len(np.arange(-reach, reach, apart))) * apart
        )
        for number, offset in enumerate(offsets):
            way = np.arange(-reach, reach, STEP)[:, None] * along + offset * across + inner
            bent = way + 170 * np.stack([bend.at(way) for bend in bends], axis=1)
            shape = shapely.simplify(shapely.linestrings(bent), 2).intersection(district.shape)
            grid.add(shape, PRIMARY if number % 2 else SECONDARY)


def _reach(shape: Any) -> float:
    return float(shapely.minimum_bounding_radius(shape)) * 1.05


def _banks(ground: Ground) -> list[Any]:
    """Streets along wide water, with a green strip between."""
    waters = [water.shape for water in ground.waters if water.width > WIDE or not water.width]
    return [water.buffer(BANK).exterior.intersection(ground.whole.buffer(-BANK)) for water in waters]


def _across(ground: Ground, grid: Lines, lines: Lines) -> None:
    """Grid lines end at wide water, but for those that get a bridge, and at lakes always."""
    wide = shapely.union_all([water.shape for water in ground.waters if water.width > WIDE])
    lakes = shapely.union_all([water.shape.buffer(60) for water in ground.waters if not water.width])
    bridges: list[Any] = [road.line.intersection(wide) for road in ground.roads if road.line.intersects(wide)]
    order = np.argsort(_from_named_bridges(ground, grid.shapes), kind="stable")
    for at in order:
        shape = grid.shapes[at].difference(lakes)
        kept = shape.difference(wide)
        for piece in shapely.get_parts(shape.intersection(wide)):
            if _may_cross(piece, bridges):
                bridges.append(piece)
                kept = shapely.union(kept, piece)
        lines.add(shapely.line_merge(kept), grid.ranks[at])


def _from_named_bridges(ground: Ground, shapes: list[Any]) -> Floats:
    """How far each line is from the nearest place named as a bridge, metres."""
    points = [shapely.Point(place.point) for place in ground.named("bridge")]
    distances: Floats = shapely.distance(np.array(shapes, dtype=object), shapely.multipoints(points))
    return np.nan_to_num(distances, nan=1e9)


def _may_cross(piece: Any, bridges: list[Any]) -> bool:
    """A bridge leads straight over, not along, and stands well away from the next one."""
    if not 0 < piece.length < 2.2 * 320:
        return False
    return all(piece.distance(other) > BRIDGES_APART for other in bridges)


def superblocks(ground: Ground, lines: Lines) -> Shapes:
    """The land between main streets and water."""
    edges = [*lines.shapes, *(water.shape.boundary for water in ground.waters), ground.whole.boundary]
    noded = shapely.union_all(np.array(edges, dtype=object), grid_size=1.0)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.point_on_surface(faces)
    dry = shapely.contains(ground.whole.buffer(1), inside) & ~shapely.contains(ground.water, inside)
    kept: Shapes = faces[dry & (shapely.area(faces) > 2_000)]
    return kept
