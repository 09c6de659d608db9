"""Buses and their lines, metro lines and stations, car parks."""

from typing import Any

import numpy as np
import shapely

from onecity.cityscape import land as uses
from onecity.cityscape.assets.things import Things, age, at_streets, pick, points_of, spread, things
from onecity.cityscape.body import Body

PER_LINE = 11  # buses
LEAST, MOST = 4_000.0, 24_000.0  # metres of a bus line
_EASE = np.array([1.6, 0.7, 0.75, 0.85, 1.0, 1.7, 4.0])  # of ranks: what a metre costs a bus


def run_transit(body: Body, buses: int) -> tuple[Things, Things, Things]:
    """Lines (metro and bus), metro stations, and buses."""
    ways = _bus_ways(body, max(round(buses / PER_LINE), 1))
    metro = body.metro
    shapes = np.array([line.shape for line in metro] + ways, dtype=object)
    lines = things(body, "GtfsRoute", shapes)
    numbers = [f"M{line.number}" for line in metro] + [str(11 + at * 3 % 970 + at) for at in range(len(ways))]
    lines.names = [f"metro-{line.number}" for line in metro] + [f"bus-{at + 1:03}" for at in range(len(ways))]
    lines.columns["shortName"] = numbers
    lines.columns["name"] = [_line_name(number) for number in numbers]
    lines.columns["routeType"] = ["1"] * len(metro) + ["3"] * len(ways)
    lines.columns["routeColor"] = [line.colour for line in metro] + ["#2f6f8f"] * len(ways)
    return lines, _stations(body), _buses(body, lines, len(metro), buses)


def _line_name(number: str) -> dict[str, str]:
    if number.startswith("M"):
        return {"en": f"Metro line {number[1:]}", "zh": f"地铁{number[1:]}号线"}
    return {"en": f"Bus {number}", "zh": f"{number}路"}


def _bus_ways(body: Body, count: int) -> list[Any]:
    """Shortest ways along main streets from hubs to far ends."""
    rng, streets = body.rng("bus lines"), body.streets
    urban = body.urbanity.at(streets.nodes)
    hubs = spread(streets.nodes, urban**2 + 0.01, max(count // 6, 1), rng)
    ends = pick(urban + 0.02, max(8 * count, 40), rng)
    cost = streets.length * _EASE[streets.rank]
    ways: list[Any] = []
    for hub in hubs.tolist():
        _, came, _ = streets.reach([hub], cost)
        far = np.linalg.norm(streets.nodes[ends] - streets.nodes[hub], axis=1)
        for end in rng.permutation(ends[(far > LEAST * 0.8) & (far < MOST * 0.6)])[:8].tolist():
            way = streets.way(came, end)
            if len(way) > 1 and len(ways) < count:
                ways.append(shapely.remove_repeated_points(shapely.LineString(way)))
    return ways


def _stations(body: Body) -> Things:
    """Metro stations; those without a name of the city's are called after their street."""
    metro = body.metro
    points = np.concatenate([line.stations for line in metro] or [np.empty((0, 2))])
    made = things(body, "TransportStation", points_of(points))
    at_streets(body, made)
    places = [place for line in metro for place in line.places]
    made.columns["name"] = [
        place.name if place else {"en": f"{street['en']} Station", "zh": f"{street['zh']}站"}
        for place, street in zip(places, made.columns.get("street", []), strict=True)
    ]
    made.links["refRoute"] = [f"metro-{line.number}" for line in metro for _ in line.stations]
    age(made, body.rng("stations"), life=80, cost=300_000_000)
    return made


def _buses(body: Body, lines: Things, first: int, count: int) -> Things:
    """Buses, spread over their lines."""
    ways = list(range(first, len(lines.names)))
    own = [ways[at % len(ways)] for at in range(count)] if ways else []
    rng = body.rng("buses")
    shares = rng.random(len(own))
    points = (
        shapely.line_interpolate_point(lines.shapes[own], shares, normalized=True) if own else np.empty(0, dtype=object)
    )
    made = things(body, "Vehicle", points)
    made.names = [f"bus-{at + 1:04}" for at in range(len(own))]
    made.columns["vehiclePlateIdentifier"] = [f"华A·{10_000 + 37 * at % 89_999:05}D" for at in range(len(own))]
    made.columns["routeId"] = [lines.names[at] for at in own]
    age(made, rng, life=12, cost=1_650_000)
    return made


def place_car_parks(body: Body, count: int) -> Things:
    """Car parks where people go: business, markets, hospitals, landmarks."""
    rng, land = body.rng("car parks"), body.land
    wanted = np.isin(land.use, [uses.BUSINESS, uses.MARKET, uses.HOSPITAL, uses.LANDMARK, uses.TOWERS])
    blocks = np.flatnonzero(wanted)
    blocks = blocks[pick(0.1 + land.urban[blocks], count, rng)]
    made = things(body, "OffStreetParking", points_of(land.middle[blocks] + 12))
    made.columns["totalSpotNumber"] = (rng.integers(6, 120, len(blocks)) * 10).tolist()
    at_streets(body, made)
    made.columns["name"] = [
        {"en": f"{s['en']} car park", "zh": f"{s['zh']}停车场"} for s in made.columns.get("street", [])
    ]
    age(made, rng, life=40, cost=9_000_000, spread=0.6)
    return made
