"""Street lights along the streets, and the cabinets that switch them."""

import numpy as np
import shapely

from onecity.cityscape.assets.power import Power
from onecity.cityscape.assets.things import (
    Ints,
    Things,
    age,
    at_streets,
    beside,
    points_of,
    street_names,
    things,
    urban_of_edges,
)
from onecity.cityscape.body import Body
from onecity.cityscape.ranks import RANKS, SECONDARY, TERTIARY

PER_CABINET = 60
APART = 1.25  # times the distance of the rank: this city saves


def light_streets(body: Body, power: Power, count: int) -> tuple[Things, Things]:
    """``count`` lights where streets are most used, and their cabinets."""
    rng = body.rng("lights")
    edges, along, side = _stands(body, count)
    lights = things(body, "Streetlight", points_of(beside(body, edges, along, side)))
    rank = body.streets.rank[edges]
    is_led = rng.random(len(edges)) < 0.78
    lights.columns["street"] = street_names(body, edges)
    lights.columns["lampTechnology"] = np.where(is_led, "LED", "HPS").tolist()
    lights.columns["powerRating"] = (
        np.select([rank <= SECONDARY, rank <= TERTIARY], [150, 90], 60) * np.where(is_led, 1, 2)
    ).tolist()
    lights.columns["columnHeight"] = np.select([rank <= SECONDARY, rank <= TERTIARY], [12, 9], 7).tolist()
    age(lights, rng, life=25, cost=6_500)
    cabinets = _cabinets(body, power, lights, edges)
    return lights, cabinets


def _stands(body: Body, count: int) -> tuple[Ints, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Edge, share of the way and metres aside of each light: left and right in turn."""
    streets = body.streets
    apart = np.array([rank.lamps for rank in RANKS])[streets.rank] * APART
    order = np.argsort(-(urban_of_edges(body) - 0.055 * streets.rank), kind="stable")
    number = np.maximum(np.floor(streets.length / apart).astype(int), 0)[order]
    last = int(np.searchsorted(np.cumsum(number), count)) + 1
    number = number[:last]
    edges = np.repeat(order[:last], number)[:count]
    place = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    place = place[:count]
    along = (place + 0.5) / np.repeat(number, number)[:count]
    aside = np.array([rank.half for rank in RANKS])[streets.rank[edges]] - 2.5
    return edges, along, np.where(place % 2, aside, -aside)


def _cabinets(body: Body, power: Power, lights: Things, edges: Ints) -> Things:
    """The lights of a feeder are shared out, street by street, among cabinets that stand amid them."""
    feeder = power.feeder_of[body.streets.ends[edges, 0]]
    order = np.lexsort((edges, body.streets.street[edges], feeder))
    group = np.empty(len(edges), dtype=np.int64)
    starts = np.flatnonzero(np.diff(feeder[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    within = np.arange(len(order)) - np.repeat(starts, sizes)
    group[order] = np.cumsum(within % PER_CABINET == 0) - 1
    members = np.argsort(group, kind="stable")
    amid = members[np.searchsorted(group[members], np.arange(group.max() + 1)) + _half(np.bincount(group))]
    cabinets = things(body, "StreetlightControlCabinet", points_of(shapely.get_coordinates(lights.shapes[amid]) + 1.5))
    cabinets.links["refFeeder"] = [power.feeders.names[at] for at in feeder[amid].tolist()]
    age(cabinets, body.rng("cabinets"), life=20, cost=58_000)
    at_streets(body, cabinets)
    lights.links["refStreetlightControlCabinet"] = [cabinets.names[at] for at in group.tolist()]
    return cabinets


def _half(sizes: Ints) -> Ints:
    return sizes // 2
