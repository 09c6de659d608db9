"""Lifts in tall buildings, mobile sites on roofs, fibre cabinets at corners, hospitals and schools."""

import numpy as np
import shapely

from onecity.cityscape import land as uses
from onecity.cityscape.assets.power import Power
from onecity.cityscape.assets.things import Things, age, at_streets, pick, points_of, spread, things
from onecity.cityscape.body import Body
from onecity.cityscape.buildings import STOREY
from onecity.cityscape.plane import Floats

TALL = 20.0  # metres from which a building has a lift
_POINTS = {uses.HOSPITAL: "hospital", uses.SCHOOL: "school", uses.MARKET: "market", uses.LANDMARK: "landmark"}
_UNNAMED = {
    "hospital": {"en": "Hospital", "zh": "医院"},
    "school": {"en": "School", "zh": "学校"},
    "market": {"en": "Market", "zh": "菜市场"},
    "landmark": {"en": "Hall", "zh": "会馆"},
}


def _middles(body: Body) -> Floats:
    middles: Floats = shapely.get_coordinates(shapely.centroid(body.buildings.shapes))
    return middles


def place_lifts(body: Body, power: Power, count: int) -> Things:
    """Lifts; the taller the building, the likelier."""
    rng, height = body.rng("lifts"), body.buildings.height
    own = pick(np.where(height > TALL, height, 0.0), count, rng)
    made = things(body, "Lift", points_of(_middles(body)[own]))
    made.columns["floors"] = np.round(height[own] / STOREY).astype(int).tolist()
    made.links["refFeeder"] = power.fed_by(body, made.points)
    age(made, rng, life=20, cost=480_000)
    at_streets(body, made)
    return made


def place_fibre(body: Body, count: int) -> Things:
    """Fibre cabinets at the corners of streets."""
    rng, nodes = body.rng("fibre"), body.streets.nodes
    own = spread(nodes, 0.08 + body.urbanity.at(nodes), count, rng)
    made = things(body, "FibreCabinet", points_of(nodes[own] + (7, -7)))
    ports = rng.choice([144, 288, 576], len(own))
    made.columns["ports"] = ports.tolist()
    made.columns["portsInUse"] = np.round(ports * rng.uniform(0.3, 0.98, len(own))).astype(int).tolist()
    age(made, rng, life=18, cost=26_000)
    at_streets(body, made)
    return made


def place_mobile_sites(body: Body, power: Power, fibre: Things, count: int) -> Things:
    """5G sites on roofs, each on the fibre of the nearest cabinet."""
    rng, height = body.rng("mobile sites"), body.buildings.height
    middles = _middles(body)
    own = spread(middles, (0.1 + body.urbanity.at(middles)) * np.clip(height, 8, 60) ** 0.2, count, rng)
    made = things(body, "MobileSite", points_of(middles[own]))
    made.columns["height"] = np.round(height[own] + 4).astype(int).tolist()
    made.columns["frequency"] = rng.choice([700, 2600, 3500], len(own), p=[0.15, 0.35, 0.5]).tolist()
    made.columns["transmitPower"] = rng.choice([46, 49, 53], len(own)).tolist()
    made.links["refFeeder"] = power.fed_by(body, made.points)
    if fibre.names:
        nearest = shapely.STRtree(fibre.shapes).nearest(made.shapes)
        made.links["refFibreCabinet"] = [fibre.names[at] for at in nearest.tolist()]
    age(made, rng, life=10, cost=240_000)
    at_streets(body, made)
    return made


def name_places(body: Body) -> Things:
    """Hospitals, schools, markets and landmarks; a block without a name is called after its street."""
    land = body.land
    blocks = np.flatnonzero(np.isin(land.use, list(_POINTS)))
    made = things(body, "PointOfInterest", points_of(land.middle[blocks]))
    at_streets(body, made)
    kinds = [_POINTS[use] for use in land.use[blocks].tolist()]
    made.columns["category"] = kinds
    streets = made.columns.get("street", [])
    made.columns["name"] = [
        body.ground.places[place].name
        if place >= 0
        else {k: f"{street[k]} {_UNNAMED[kind][k]}".replace(" " if k == "zh" else "\0", "") for k in ("en", "zh")}
        for place, kind, street in zip(land.place[blocks].tolist(), kinds, streets, strict=True)
    ]
    return made
