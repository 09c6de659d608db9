"""Air, noise, weather and waste: stations spread over the city, bins along its streets."""

import numpy as np

from onecity.cityscape import land as uses
from onecity.cityscape.assets.things import (
    Things,
    age,
    at_streets,
    beside,
    pick,
    points_of,
    spread,
    things,
    urban_of_edges,
)
from onecity.cityscape.body import Body
from onecity.cityscape.ranks import RANKS, RING, TRACK

_ZONES = {
    uses.INDUSTRIAL: "industrial",
    uses.RESIDENTIAL: "residential",
    uses.TOWERS: "residential",
    uses.LANES: "residential",
}


def _stations(body: Body, kind: str, count: int, evenness: float) -> tuple[Things, np.ndarray]:  # type: ignore[type-arg]
    """Stations at the middles of blocks, and which blocks; more in town the less ``evenness`` there is."""
    blocks = spread(body.land.middle, evenness + body.land.urban, count, body.rng(kind))
    made = things(body, kind, points_of(body.land.middle[blocks]))
    at_streets(body, made)
    return made, blocks


def place_air_stations(body: Body, count: int) -> Things:
    made, _ = _stations(body, "AirQualityObserved", count, 0.5)
    age(made, body.rng("air"), life=12, cost=620_000)
    return made


def place_noise_meters(body: Body, count: int) -> Things:
    made, blocks = _stations(body, "NoiseLevelObserved", count, 0.1)
    made.columns["zone"] = [_ZONES.get(use, "mixed") for use in body.land.use[blocks].tolist()]
    age(made, body.rng("noise"), life=10, cost=38_000)
    return made


def place_weather_stations(body: Body, count: int) -> Things:
    made, _ = _stations(body, "WeatherObserved", count, 2.0)
    age(made, body.rng("weather"), life=12, cost=140_000)
    return made


def place_bins(body: Body, count: int) -> Things:
    """Bins, several to a street where many people live."""
    rng, streets = body.rng("bins"), body.streets
    weight = (
        np.clip(urban_of_edges(body) - 0.2, 0, 1) * streets.length * ((streets.rank > RING) & (streets.rank < TRACK))
    )
    edges = np.sort(np.repeat(pick(weight, -(-count // 2), rng), 2))[:count]
    side = np.array([rank.half for rank in RANKS])[streets.rank[edges]] - 1.5
    made = things(body, "WasteContainer", points_of(beside(body, edges, rng.uniform(0.1, 0.9, len(edges)), side)))
    made.columns["storedWasteKind"] = rng.choice(
        ["residual", "organic", "recyclable", "hazardous"], len(edges), p=[0.46, 0.27, 0.23, 0.04]
    ).tolist()
    made.columns["binCapacity"] = rng.choice([120, 240, 660], len(edges), p=[0.2, 0.6, 0.2]).tolist()
    age(made, rng, life=8, cost=1_900)
    at_streets(body, made)
    return made
