"""Buildings: rows of slabs that face the sun, towers, lanes of small houses, halls, villages among fields."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from onecity.cityscape import land as uses
from onecity.cityscape.ground import Ground
from onecity.cityscape.land import Land
from onecity.cityscape.network import Network
from onecity.cityscape.plane import Floats, Shapes
from onecity.cityscape.ranks import RANKS, RESIDENTIAL, SECONDARY
from onecity.cityscape.splitting import boxes_of

STOREY = 3.1  # metres
VILLAGE = 210.0  # metres about its middle
SETBACK = 4.0  # metres from the street's side


@dataclass(frozen=True, slots=True)
class Pattern:
    """How buildings of one use stand: cells of ``wide`` x ``deep`` metres, in each with some chance one building."""

    wide: float
    deep: float
    long: float
    thick: float
    chance: float
    floors: tuple[float, float]  # typical in the outskirts and in the middle
    spread: float  # of the floors, log-normal


PATTERNS = {
    uses.RESIDENTIAL: Pattern(74, 38, 60, 14, 0.93, (6, 8), 0.22),
    uses.TOWERS: Pattern(70, 60, 42, 19, 0.84, (15, 26), 0.28),
    uses.LANES: Pattern(46, 20, 39, 12, 0.92, (2.3, 2.8), 0.2),
    uses.BUSINESS: Pattern(66, 66, 42, 37, 0.68, (12, 30), 0.5),
    uses.INDUSTRIAL: Pattern(96, 62, 78, 42, 0.72, (2, 3), 0.3),
    uses.SCHOOL: Pattern(74, 42, 54, 15, 0.5, (4, 5), 0.1),
    uses.HOSPITAL: Pattern(80, 48, 58, 20, 0.75, (8, 13), 0.25),
    uses.MARKET: Pattern(90, 70, 70, 48, 0.8, (2, 5), 0.2),
    uses.LANDMARK: Pattern(130, 110, 84, 66, 0.8, (8, 12), 0.3),
    uses.FARMLAND: Pattern(28, 26, 15, 11, 0.55, (2.2, 2.6), 0.2),
}


PODIUM = Pattern(66, 66, 56, 50, 0.62, (3, 5), 0.25)  # shops at the feet of towers


@dataclass(slots=True)
class Buildings:
    """Footprints with the height in metres, the use, and the block of each."""

    shapes: Shapes
    height: Floats
    use: NDArray[np.int64]
    block: NDArray[np.int64]


def build(ground: Ground, land: Land, streets: Network, rng: np.random.Generator) -> Buildings:
    """All buildings, clear of streets and water."""
    villages = _villages(ground, land, rng)
    drawn = [_of_use(land, use, pattern, villages, rng) for use, pattern in PATTERNS.items()]
    drawn.append(_of_use(land, uses.BUSINESS, PODIUM, villages, rng))
    shapes, height, use, block = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    clear = _clear_of_streets(shapes, streets)
    return Buildings(shapes[clear], height[clear], use[clear], block[clear])


def _villages(ground: Ground, land: Land, rng: np.random.Generator) -> Floats:
    """The middles of villages: those that have a name, and some that have none."""
    fields = land.middle[land.use == uses.FARMLAND]
    drawn = fields[rng.random(len(fields)) < 0.12] + rng.normal(0, 140, (1, 2))
    named = np.array([place.point for place in ground.named("village")]).reshape(-1, 2)
    return np.concatenate([named, drawn])


def _of_use(
    land: Land, use: int, pattern: Pattern, villages: Floats, rng: np.random.Generator
) -> tuple[Shapes, Floats, NDArray[np.int64], NDArray[np.int64]]:
    """The buildings of one use."""
    blocks = np.flatnonzero(land.use == use)
    place, along, owner = _cells(land.shapes[blocks], pattern)
    keep = rng.random(len(place)) < pattern.chance
    if use == uses.FARMLAND:
        keep &= _near(place, villages)
    place, along, owner = place[keep], along[keep], owner[keep]
    size = np.array([pattern.long, pattern.thick]) * rng.uniform(0.82, 1.08, (len(place), 2))
    shapes = _rectangles(place, along, size)
    inner = shapely.buffer(land.shapes[blocks], -(RANKS[RESIDENTIAL].half + SETBACK), join_style="mitre")
    inside = shapely.contains(inner[owner], shapes)
    owner, shapes = owner[inside], shapes[inside]
    height = _heights(pattern, land.urban[blocks], owner, rng)
    return shapes, height, np.full(len(shapes), use), blocks[owner]


def _near(points: Floats, villages: Floats) -> NDArray[np.bool_]:
    """Which points lie in a village."""
    found = np.zeros(len(points), dtype=bool)
    tree = shapely.STRtree(shapely.points(villages))
    found[tree.query(shapely.points(points), predicate="dwithin", distance=VILLAGE)[0]] = True
    return found


def _cells(blocks: Shapes, pattern: Pattern) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """The middles of the cells of all blocks, the direction of the long side of each, and its block."""
    if not len(blocks):
        return np.empty((0, 2)), np.empty((0, 2)), np.empty(0, dtype=np.int64)
    boxes = boxes_of(blocks)
    is_east = np.abs(boxes.axis[:, 0]) >= np.abs(boxes.axis[:, 1])
    turned = np.stack([-boxes.axis[:, 1], boxes.axis[:, 0]], axis=1)
    along = np.where(is_east[:, None], boxes.axis, turned)
    east = np.where(is_east, boxes.length, boxes.width) - 20
    north = np.where(is_east, boxes.width, boxes.length) - 20
    columns, rows = _fitting(east, pattern.wide), _fitting(north, pattern.deep)
    owner = np.repeat(np.arange(len(blocks)), columns * rows)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(columns * rows) - columns * rows, columns * rows)
    column, row = number % columns[owner], number // columns[owner]
    right = ((column + 0.5) / columns[owner] - 0.5) * east[owner]
    up = ((row + 0.5) / rows[owner] - 0.5) * north[owner]
    ways = along[owner]
    across = np.stack([-ways[:, 1], ways[:, 0]], axis=1)
    return boxes.middle[owner] + ways * right[:, None] + across * up[:, None], ways, owner


def _fitting(room: Floats, cell: float) -> NDArray[np.int64]:
    return np.maximum(np.round(room / cell), 1).astype(np.int64)


def _rectangles(place: Floats, along: Floats, size: Floats) -> Shapes:
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    a, b = along * size[:, :1] / 2, across * size[:, 1:] / 2
    corners = np.stack([place - a - b, place + a - b, place + a + b, place - a + b], axis=1)
    shapes: Shapes = shapely.polygons(np.round(corners, 2))
    return shapes


def _heights(pattern: Pattern, urban: Floats, owner: NDArray[np.int64], rng: np.random.Generator) -> Floats:
    """Houses of one block are much alike; metres."""
    typical = np.interp(urban, [0.2, 1.0], pattern.floors) * np.exp(rng.normal(0, pattern.spread, len(urban)))
    floors = np.maximum(np.round(typical[owner] * np.exp(rng.normal(0, pattern.spread * 0.35, len(owner)))), 1)
    return np.round(np.minimum(floors, 110) * STOREY + 1.5, 1)


def _clear_of_streets(shapes: Shapes, streets: Network) -> NDArray[np.bool_]:
    """Whether a building stands beside the wider streets and not in them."""
    wide = streets.rank <= SECONDARY
    halves = np.array([rank.half for rank in RANKS])[streets.rank[wide]] + SETBACK
    tree = shapely.STRtree(shapely.buffer(streets.shapes[wide], halves, cap_style="flat"))
    clear = np.ones(len(shapes), dtype=bool)
    clear[np.unique(tree.query(shapes, predicate="intersects")[0])] = False
    return clear
