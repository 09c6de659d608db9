"""What stands where: the use of each block, by place, surroundings and chance."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from onecity.cityscape.fields import Noise, Urbanity
from onecity.cityscape.ground import Ground, Place
from onecity.cityscape.plane import Floats, Shapes
from onecity.cityscape.splitting import RURAL, boxes_of

USES = (
    "farmland",
    "park",
    "residential",
    "towers",
    "lanes",
    "business",
    "industrial",
    "school",
    "hospital",
    "market",
    "landmark",
    "square",
)
FARMLAND, PARK, RESIDENTIAL, TOWERS, LANES, BUSINESS, INDUSTRIAL, SCHOOL, HOSPITAL, MARKET, LANDMARK, SQUARE = range(12)
_OF_PLACE = {
    "park": PARK,
    "school": SCHOOL,
    "hospital": HOSPITAL,
    "market": MARKET,
    "landmark": LANDMARK,
    "square": SQUARE,
    "estate": RESIDENTIAL,
}
WATERSIDE = 75.0  # metres: narrow land beside water is green
PARK_REACH = 260.0  # metres from a named park's point to the blocks that belong to it


@dataclass(slots=True)
class Land:
    """The blocks: shape, use (index into USES), middle, how urban, and the place that gives a name (-1: none)."""

    shapes: Shapes
    use: NDArray[np.int64]
    middle: Floats
    urban: Floats
    place: NDArray[np.int64]


def use_land(ground: Ground, blocks: Shapes, urbanity: Urbanity, stations: Floats, rng: np.random.Generator) -> Land:
    """The use of every block; ``stations`` (n, 2) draw towers and business."""
    middle = shapely.get_coordinates(shapely.centroid(blocks))
    urban = urbanity.at(middle)
    use = _by_chance(middle, urban, stations, rng)
    area, width = shapely.area(blocks), boxes_of(blocks).width
    use[(urban < RURAL) | (area > 190e3)] = FARMLAND
    waterside = shapely.dwithin(blocks, ground.water, 12) & (width < 2 * WATERSIDE)
    use[waterside] = PARK
    return Land(blocks, use, middle, urban, _by_place(ground, blocks, middle, use))


def _by_chance(middle: Floats, urban: Floats, stations: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """Old lanes near the middle's west bank, works at the edge, towers by the metro, parks and schools in between."""
    count = len(middle)
    old, works, tall = Noise(rng, 3_500).at(middle), Noise(rng, 6_000).at(middle), Noise(rng, 1_800).at(middle)
    chance = rng.random(count)
    by_metro = _within(middle, stations, 480)
    use = np.full(count, RESIDENTIAL)
    use[(tall > 0.15) | (by_metro & (chance < 0.6))] = TOWERS
    use[(old > 0.33) & (urban > 0.62)] = LANES
    use[(works > 0.42) & (urban < 0.5)] = INDUSTRIAL
    use[(urban > 0.93) & (chance < 0.75)] = BUSINESS
    use[by_metro & (urban > 0.45) & (chance > 0.72)] = BUSINESS
    use[(chance > 0.42) & (chance < 0.47)] = PARK
    use[(chance > 0.47) & (chance < 0.505)] = SCHOOL
    use[(chance > 0.505) & (chance < 0.515)] = MARKET
    return use


def _within(points: Floats, others: Floats, metres: float) -> NDArray[np.bool_]:
    if not len(others):
        return np.zeros(len(points), dtype=bool)
    found: NDArray[np.bool_] = shapely.dwithin(shapely.points(points), shapely.multipoints(others), metres)
    return found


def _by_place(ground: Ground, blocks: Shapes, middle: Floats, use: NDArray[np.int64]) -> NDArray[np.int64]:
    """Named places take the block they lie in, and a park its neighbours too."""
    named = np.full(len(blocks), -1)
    tree, centres = shapely.STRtree(blocks), shapely.STRtree(shapely.points(middle))
    for number, place in enumerate(ground.places):
        if place.kind not in _OF_PLACE or not len(blocks):
            continue
        for block in _taken(place, tree, centres):
            if named[block] < 0:
                use[block], named[block] = _OF_PLACE[place.kind], number
    return named


def _taken(place: Place, blocks: shapely.STRtree, centres: shapely.STRtree) -> list[int]:
    point = shapely.Point(place.point)
    own = [int(blocks.nearest(point))]
    if place.kind != "park":
        return own
    return own + [int(at) for at in centres.query(point, predicate="dwithin", distance=PARK_REACH)]
