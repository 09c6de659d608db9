"""Things of one type as columns: names, shapes, and a list of values for each attribute."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from onecity.cityscape.body import Body
from onecity.cityscape.plane import Floats, Shapes

Ints = NDArray[np.int64]
NEWEST = date(2026, 6, 30)


@dataclass(slots=True)
class Things:
    """``names`` are unique in a type, ``columns`` attributes, ``links`` names of things of other types."""

    kind: str
    names: list[str]
    shapes: Shapes
    districts: list[str]
    columns: dict[str, list[Any]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)

    @property
    def points(self) -> Floats:
        """One point of each, (n, 2) metres."""
        points: Floats = shapely.get_coordinates(shapely.point_on_surface(self.shapes))
        return points


def things(body: Body, kind: str, shapes: Shapes, prefix: str = "") -> Things:
    """Things at places, named by their district and a number in it: `yunjian-00017`."""
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    districts = body.ground.districts_at(points) if len(points) else []
    seen: dict[str, int] = {}
    names = []
    for district in districts:
        seen[district] = seen.get(district, 0) + 1
        names.append(f"{prefix}{district}-{seen[district]:05}")
    return Things(kind, names, np.asarray(shapes), districts)


def age(made: Things, rng: np.random.Generator, *, life: int, cost: float, spread: float = 0.2) -> None:
    """Since when each stands, how it is (ISO 55000 practice: 1 very good to 5 very poor) and what a new one costs."""
    count = len(made.names)
    share = rng.beta(1.5, 2.2, count) * 1.25  # of its life; some are over it
    made.columns["dateInstalled"] = [(NEWEST - timedelta(days=round(s * life * 365))).isoformat() for s in share]
    made.columns["expectedLife"] = [life] * count
    made.columns["condition"] = (
        np.clip(np.round(1 + 3.6 * share + rng.normal(0, 0.5, count)), 1, 5).astype(int).tolist()
    )
    made.columns["replacementCost"] = np.round(cost * np.exp(rng.normal(0, spread, count)), -2).astype(int).tolist()


def street_names(body: Body, edges: Ints) -> list[dict[str, str]]:
    """The name of the street of each edge."""
    return [body.streets.names[line] for line in body.streets.street[edges].tolist()]


def at_streets(body: Body, made: Things) -> None:
    """The street each thing stands at."""
    if made.names:
        made.columns["street"] = street_names(body, body.streets.nearest_edge(made.points))


def pick(weights: Floats, count: int, rng: np.random.Generator) -> Ints:
    """``count`` places drawn by weight, none twice, in order."""
    able = int((weights > 0).sum())
    with np.errstate(divide="ignore"):
        keys = np.log(weights) + rng.gumbel(size=len(weights))
    found: Ints = np.sort(np.argsort(-keys, kind="stable")[: min(count, able)])
    return found


def spread(points: Floats, weights: Floats, count: int, rng: np.random.Generator) -> Ints:
    """``count`` places far from each other, closer together where the weight is high: the farthest one next."""
    if not len(points):
        return np.empty(0, dtype=np.int64)
    worth = weights * rng.uniform(0.85, 1.15, len(points))
    distance = np.full(len(points), 1e6)
    chosen = []
    for _ in range(min(count, len(points))):
        best = int(np.argmax(distance * worth))
        chosen.append(best)
        np.minimum(distance, np.hypot(points[:, 0] - points[best, 0], points[:, 1] - points[best, 1]), out=distance)
    return np.array(sorted(chosen), dtype=np.int64)


def points_of(coordinates: Floats) -> Shapes:
    """Coordinates (n, 2) as points."""
    shapes: Shapes = shapely.points(coordinates)
    return shapes


def beside(body: Body, edges: Ints, along: Floats, side: Floats) -> Floats:
    """Points at a share of the way along edges, as many metres to the left of them (negative: to the right)."""
    shapes, length = body.streets.shapes[edges], body.streets.length[edges]
    at = shapely.get_coordinates(shapely.line_interpolate_point(shapes, along * length))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(shapes, np.minimum(along * length + 1, length)))
    behind = shapely.get_coordinates(shapely.line_interpolate_point(shapes, np.maximum(along * length - 1, 0)))
    way = ahead - behind
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    moved: Floats = at + np.stack([-way[:, 1], way[:, 0]], axis=1) * side[:, None]
    return moved


def urban_of_edges(body: Body) -> Floats:
    """How urban each edge is."""
    return body.urbanity.at(
        shapely.get_coordinates(shapely.line_interpolate_point(body.streets.shapes, 0.5, normalized=True))
    )
