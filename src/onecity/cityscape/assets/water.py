"""Water: pumping stations, mains under the streets, gauges along the rivers."""

from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.ops import substring

from onecity.cityscape.assets.power import Power
from onecity.cityscape.assets.things import Things, age, at_streets, points_of, spread, things
from onecity.cityscape.body import Body
from onecity.cityscape.plane import Shapes
from onecity.cityscape.ranks import RING, TERTIARY, TRUNK

LONGEST = 1_500.0  # metres of one main
SETTLED = 0.22  # urbanity from which streets have mains
DIAMETERS = {1: 1_000, 2: 800, 3: 500, 4: 300}  # millimetres, by rank


def lay_water(body: Body, power: Power, count: int) -> tuple[Things, Things]:
    """``count`` pumping stations, and the mains that each supplies."""
    rng, streets = body.rng("water"), body.streets
    sites = spread(streets.nodes, 0.2 + body.urbanity.at(streets.nodes), count, rng)
    pumps = things(body, "Pump", points_of(streets.nodes[sites] + (-40, 38)))
    pumps.columns["pumpCapacity"] = (400 + 100 * rng.integers(0, 12, len(sites))).tolist()
    pumps.links["refFeeder"] = power.fed_by(body, pumps.points)
    age(pumps, rng, life=30, cost=5_200_000)
    at_streets(body, pumps)
    _, _, whose = streets.reach(sites.tolist())
    shapes, ranks = _mains(body)
    mains = things(body, "Pipe", shapes)
    mains.columns["diameter"] = [DIAMETERS[rank] for rank in ranks]
    mains.columns["length"] = np.round(shapely.length(shapes)).astype(int).tolist()
    mains.columns["material"] = rng.choice(
        ["ductileIron", "castIron", "steel", "polyethylene"], len(shapes), p=[0.52, 0.2, 0.13, 0.15]
    ).tolist()
    mains.links["refPump"] = (
        [pumps.names[at] for at in whose[streets.nearest_node(mains.points)].tolist()] if ranks else []
    )
    age(mains, rng, life=60, cost=1_400_000, spread=0.5)
    at_streets(body, mains)
    return pumps, mains


def _mains(body: Body) -> tuple[Shapes, list[int]]:
    """Mains under streets from trunk to tertiary, in pieces of at most 1.5 km."""
    streets, pieces, ranks = body.streets, list[Any](), list[int]()
    wanted = (streets.rank > RING) & (streets.rank <= TERTIARY)
    order = np.flatnonzero(wanted)[np.argsort(streets.street[wanted], kind="stable")]
    starts = np.flatnonzero(np.diff(streets.street[order], prepend=-1))
    for own in np.split(order, starts[1:]):
        rank = max(int(streets.rank[own].min()), TRUNK)
        for part in shapely.get_parts(shapely.line_merge(shapely.union_all(streets.shapes[own]))):
            cut = _cut(part)
            pieces += cut
            ranks += [rank] * len(cut)
    return _settled(body, np.array(pieces, dtype=object), ranks)


def _cut(line: Any) -> list[Any]:
    """A line in equal pieces that are short enough."""
    count = max(int(np.ceil(line.length / LONGEST)), 1)
    ends = np.linspace(0, line.length, count + 1)
    return [substring(line, a, b) for a, b in pairwise(ends)]


def _settled(body: Body, shapes: Shapes, ranks: list[int]) -> tuple[Shapes, list[int]]:
    """Only those where people live."""
    if not ranks:
        return shapes, ranks
    middles = shapely.get_coordinates(shapely.line_interpolate_point(shapes, 0.5, normalized=True))
    keep = (body.urbanity.at(middles) > SETTLED) & (shapely.length(shapes) > 60)
    return shapes[keep], np.array(ranks)[keep].tolist()


def place_gauges(body: Body, count: int) -> Things:
    """Gauges at the rivers, in equal distances."""
    rivers = [water for water in body.ground.waters if water.width]
    lines = [water.line.intersection(body.ground.whole) for water in rivers]
    total = sum(line.length for line in lines) or 1.0
    points, names, wide = list[Any](), list[Any](), list[bool]()
    for river, line in zip(rivers, lines, strict=True):
        own = round(count * line.length / total)
        points += [line.interpolate((at + 0.5) / own, normalized=True) for at in range(own)]
        names += [river.name] * own
        wide += [river.width > 100] * own
    made = things(body, "FloodMonitoring", np.array(points, dtype=object))
    made.columns["river"] = names
    made.columns["alertLevel"] = [4.2 if is_wide else 3.3 for is_wide in wide]
    made.columns["dangerLevel"] = [5.0 if is_wide else 3.9 for is_wide in wide]
    age(made, body.rng("gauges"), life=15, cost=95_000)
    return made
