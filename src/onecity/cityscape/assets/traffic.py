"""Traffic: counters in the streets, signals where main streets meet, bridges over water."""

from typing import Any

import numpy as np
import shapely

from onecity.cityscape.assets.power import Power
from onecity.cityscape.assets.things import (
    Ints,
    Things,
    age,
    at_streets,
    beside,
    pick,
    points_of,
    spread,
    street_names,
    things,
    urban_of_edges,
)
from onecity.cityscape.body import Body
from onecity.cityscape.ranks import RANKS, SECONDARY, TERTIARY

_WEIGHT = np.array([12.0, 10.0, 6.0, 3.0, 1.0, 0.0, 0.0])  # of ranks, for counters


def count_traffic(body: Body, count: int) -> Things:
    """Counters, most of them on main streets."""
    rng, streets = body.rng("counters"), body.streets
    weight = (
        _WEIGHT[streets.rank] * (0.05 + urban_of_edges(body)) * np.minimum(streets.length, 600) * (streets.length > 60)
    )
    edges = pick(weight, count, rng)
    made = things(
        body, "TrafficFlowObserved", points_of(beside(body, edges, np.full(len(edges), 0.4), np.full(len(edges), 3.0)))
    )
    ranks = [RANKS[rank] for rank in streets.rank[edges].tolist()]
    made.columns["street"] = street_names(body, edges)
    made.columns["laneNumber"] = [rank.lanes for rank in ranks]
    made.columns["roadClass"] = [rank.code for rank in ranks]
    made.columns["freeFlowSpeed"] = [rank.speed for rank in ranks]
    age(made, rng, life=10, cost=24_000)
    return made


def place_signals(body: Body, power: Power, count: int) -> Things:
    """Signals at the crossings of main streets."""
    rng, streets = body.rng("signals"), body.streets
    best, second, degree = _two_best(body)
    crossing = (degree >= 3) & (best <= SECONDARY) & (second <= TERTIARY)
    nodes = np.flatnonzero(crossing)
    weight = (0.1 + body.urbanity.at(streets.nodes[nodes])) * np.array([1.6, 1.5, 1.3, 1.0])[best[nodes]]
    nodes = nodes[spread(streets.nodes[nodes], weight, count, rng)]
    made = things(body, "TrafficSignal", points_of(streets.nodes[nodes]))
    made.links["refFeeder"] = [power.feeders.names[at] for at in power.feeder_of[nodes].tolist()]
    age(made, rng, life=15, cost=180_000)
    at_streets(body, made)
    return made


def _two_best(body: Body) -> tuple[Ints, Ints, Ints]:
    """For each node the rank of its main street, of the best that meets it there, and how many edges meet.

    The main street passes through, so that it counts for two of the edges.
    """
    ends, ranks = body.streets.ends.ravel(), np.repeat(body.streets.rank, 2)
    order = np.lexsort((ranks, ends))
    _, first, degree = np.unique(ends[order], return_index=True, return_counts=True)
    ordered = ranks[order]
    third = ordered[np.minimum(first + 2, len(ordered) - 1)]
    return ordered[first], np.where(degree > 2, third, len(RANKS)), degree


def span_bridges(body: Body) -> Things:
    """Bridges: where streets of some rank cross water; the nearest named place gives the name."""
    streets = body.streets
    edges = np.flatnonzero((streets.rank <= TERTIARY) & shapely.intersects(streets.shapes, body.ground.water))
    spans = shapely.line_merge(shapely.union_all(streets.shapes[edges]).intersection(body.ground.water.buffer(12)))
    spans = np.array([part for part in shapely.get_parts(spans) if 40 < part.length < 900], dtype=object)
    made = things(body, "Bridge", spans)
    made.columns["length"] = np.round(shapely.length(spans)).astype(int).tolist()
    made.columns["name"] = _bridge_names(body, made)
    age(made, body.rng("bridges"), life=100, cost=60_000_000, spread=0.5)
    at_streets(body, made)
    return made


def _bridge_names(body: Body, made: Things) -> list[dict[str, str]]:
    """A named bridge is the one nearest to its place; others are called after their street."""
    if not made.names:
        return []
    names: list[Any] = [
        {"en": f"{street['en']} Bridge", "zh": f"{street['zh']}桥"}
        for street in street_names(body, body.streets.nearest_edge(made.points))
    ]
    tree = shapely.STRtree(made.shapes)
    for place in body.ground.named("bridge"):
        names[int(tree.nearest(shapely.Point(place.point)))] = place.name
    return names
