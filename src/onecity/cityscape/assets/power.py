"""Electricity: substations, and feeders from them along the streets; everything is fed by the feeder of its node."""

from dataclasses import dataclass

import numpy as np
import shapely

from onecity.cityscape.assets.things import Ints, Things, age, at_streets, points_of, spread, things
from onecity.cityscape.body import Body
from onecity.cityscape.plane import Floats, Shapes

FEEDERS = 10  # of a substation


@dataclass(slots=True)
class Power:
    """The net; ``feeder_of`` gives the feeder's place for each node of the streets."""

    substations: Things
    feeders: Things
    feeder_of: Ints

    def fed_by(self, body: Body, points: Floats) -> list[str]:
        """The name of the feeder that supplies each point."""
        if not len(points):
            return []
        return [self.feeders.names[at] for at in self.feeder_of[body.streets.nearest_node(points)].tolist()]


def lay_power(body: Body, count: int) -> Power:
    """``count`` substations, and feeders for all streets."""
    rng, nodes = body.rng("power"), body.streets.nodes
    urban = 0.15 + body.urbanity.at(nodes)
    sites = spread(nodes, urban, count, rng)
    _, came, territory = body.streets.reach(sites.tolist())
    substations = _substations(body, sites, rng)
    feeder_of, targets, owners = _shared_out(nodes, urban, territory, len(sites), rng)
    shapes = _lines(body, came, targets)
    feeders = things(body, "Feeder", shapes)
    feeders.columns["length"] = np.round(shapely.length(shapes)).astype(int).tolist()
    feeders.columns["ratedCurrent"] = [400] * len(shapes)
    feeders.links["refSubstation"] = [substations.names[owner] for owner in owners]
    age(feeders, rng, life=40, cost=900_000, spread=0.4)
    at_streets(body, feeders)
    return Power(substations, feeders, feeder_of)


def _substations(body: Body, sites: Ints, rng: np.random.Generator) -> Things:
    """They stand a little back from the street."""
    made = things(body, "Substation", points_of(body.streets.nodes[sites] + 45))
    urban = body.urbanity.at(body.streets.nodes[sites])
    made.columns["ratedPower"] = np.select([urban > 0.75, urban > 0.4], [360, 240], 100).tolist()
    age(made, rng, life=45, cost=42_000_000)
    at_streets(body, made)
    return made


def _shared_out(
    nodes: Floats, urban: Floats, territory: Ints, substations: int, rng: np.random.Generator
) -> tuple[Ints, list[int], list[int]]:
    """Each node's feeder, each feeder's last node, and each feeder's substation."""
    feeder_of, targets, owners = np.zeros(len(nodes), dtype=np.int64), list[int](), list[int]()
    for substation in range(substations):
        own = np.flatnonzero(territory == substation)
        last = own[spread(nodes[own], urban[own], FEEDERS, rng)]
        nearest = shapely.STRtree(points_of(nodes[last])).nearest(points_of(nodes[own]))
        feeder_of[own] = len(targets) + nearest
        targets += last.tolist()
        owners += [substation] * len(last)
    return feeder_of, targets, owners


def _lines(body: Body, came: Ints, targets: list[int]) -> Shapes:
    """The way of each feeder from its substation to its last node."""
    ways = [body.streets.way(came, node) for node in targets]
    lines = [shapely.LineString(way if len(way) > 1 else np.concatenate([way, way + 20])) for way in ways]
    return np.array(lines, dtype=object)
