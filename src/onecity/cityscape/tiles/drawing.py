"""The layers of the city's map: water, parks, land, districts, streets, buildings, metro, places, and every asset."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from onecity.cityscape.assets.things import Things
from onecity.cityscape.body import Body
from onecity.cityscape.land import FARMLAND, PARK, USES
from onecity.cityscape.plane import Floats
from onecity.cityscape.ranks import RANKS
from onecity.cityscape.tiles.archive import LAST
from onecity.cityscape.tiles.mercator import unit
from onecity.cityscape.tiles.sheet import Sheet
from onecity.twin.kinds import Kinds

STREETS_FROM = (9, 9, 10, 11, 12, 13, 13)  # zoom, by rank
THINGS_FROM = {
    "Streetlight": 14,
    "WasteContainer": 14,
    "Lift": 14,
    "Pipe": 12,
    "Vehicle": 12,
    "GtfsRoute": 11,
    "PointOfInterest": 12,
}
FEW, SOME = 800, 2_000  # things of a type: so many are shown from zoom 10, and from 12; more from 13


def draw_map(body: Body, kinds: Kinds, made: Sequence[Things]) -> list[Sheet]:
    """All layers, what lies below first."""
    base = [_built(body), _water(body), _parks(body), _land(body), _districts(body), _streets(body), _buildings(body)]
    return [
        sheet
        for sheet in [*base, _metro(body), _places(body), *(_assets(body, kinds, one) for one in made)]
        if len(sheet.shapes)
    ]


def _sheet(body: Body, name: str, shapes: Any, properties: list[dict[str, Any]], least: Floats | int) -> Sheet:
    shapes = np.asarray(shapes, dtype=object)
    first = np.full(len(shapes), least) if isinstance(least, int) else least
    return Sheet(name, unit(body.ground.plane, shapes), properties, np.asarray(first, dtype=float))


def _named(name: dict[str, str]) -> dict[str, Any]:
    return {f"name_{language}": text for language, text in name.items()}


def _water(body: Body) -> Sheet:
    waters = body.ground.waters
    shapes = [water.shape.intersection(body.ground.whole) for water in waters]
    about = [_named(water.name) | {"kind": "river" if water.width else "lake"} for water in waters]
    return _sheet(body, "water", shapes, about, 9)


def _parks(body: Body) -> Sheet:
    own = np.flatnonzero(body.land.use == PARK)
    shapes = body.land.shapes[own]
    places = body.ground.places
    about = [_named(places[at].name) if at >= 0 else {} for at in body.land.place[own].tolist()]
    return _sheet(body, "parks", shapes, about, _by_area(shapes))


def _by_area(shapes: Any) -> Floats:
    """The larger, the earlier."""
    least: Floats = np.interp(np.log10(np.maximum(shapely.area(shapes), 1)), [4, 5.3], [13.0, 10.0]).round()
    return least


def _built(body: Body) -> Sheet:
    """Where the town is, for those who look from afar: all blocks but fields as one."""
    own = body.land.shapes[body.land.use != FARMLAND]
    grown = shapely.union_all(shapely.buffer(own, 25, quad_segs=1, join_style="bevel"), grid_size=10)
    parts = shapely.get_parts(shapely.simplify(grown, 30))
    return _sheet(body, "built", parts, [{} for _ in parts], 9)


def _land(body: Body) -> Sheet:
    own = np.flatnonzero(~np.isin(body.land.use, [PARK, FARMLAND]))
    about: list[dict[str, Any]] = [{"use": USES[use]} for use in body.land.use[own].tolist()]
    return _sheet(body, "land", body.land.shapes[own], about, 12)


def _districts(body: Body) -> Sheet:
    districts = body.ground.districts
    about = [_named(one.name) | {"code": one.code} for one in districts]
    return _sheet(body, "districts", [one.shape for one in districts], about, 9)


def _streets(body: Body) -> Sheet:
    """The edges of a street of one rank are one thing."""
    streets = body.streets
    order = np.lexsort((streets.rank, streets.street))
    key = streets.street[order] * len(RANKS) + streets.rank[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    shapes, about = [], []
    for own in np.split(order, starts[1:]):
        shapes.append(shapely.line_merge(shapely.multilinestrings(streets.shapes[own])))
        about.append(_named(streets.names[streets.street[own[0]]]) | {"rank": RANKS[streets.rank[own[0]]].code})
    least = np.array(STREETS_FROM)[streets.rank[order][starts]]
    return _sheet(body, "streets", shapes, about, least)


def _buildings(body: Body) -> Sheet:
    """Tall and large ones are seen from farther away."""
    buildings = body.buildings
    about: list[dict[str, Any]] = [
        {"height": height, "use": USES[use]}
        for height, use in zip(np.round(buildings.height).astype(int).tolist(), buildings.use.tolist(), strict=True)
    ]
    is_large = (buildings.height > 45) | (shapely.area(buildings.shapes) > 1_500)
    return _sheet(body, "buildings", buildings.shapes, about, np.where(is_large, LAST - 1, LAST))


def _metro(body: Body) -> Sheet:
    about = [{"line": line.number, "color": line.colour} for line in body.metro]
    return _sheet(body, "metro", [line.shape for line in body.metro], about, 9)


def _places(body: Body) -> Sheet:
    """Named places, for labels."""
    places = [place for place in body.ground.places if place.kind not in ("street", "river")]
    about = [_named(place.name) | {"kind": place.kind} for place in places]
    points = shapely.points(np.array([place.point for place in places]).reshape(-1, 2))
    return _sheet(body, "places", points, about, 11)


def _assets(body: Body, kinds: Kinds, made: Things) -> Sheet:
    """The things of a type under its name; `id` is the entity's."""
    about: list[dict[str, Any]] = [{"id": kinds.identifier(made.kind, name)} for name in made.names]
    for column in ("name", "category", "routeColor"):
        for properties, value in zip(about, made.columns.get(column, []), strict=False):
            properties.update(_named(value) if isinstance(value, dict) else {column: value})
    usual = 10 if len(about) < FEW else 12 if len(about) < SOME else 13
    return _sheet(body, made.kind, made.shapes, about, THINGS_FROM.get(made.kind, usual))
