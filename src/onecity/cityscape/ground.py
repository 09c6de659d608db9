"""What a city's folder says of its ground: districts, rivers, main roads and named places, on the plane."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml

from onecity.cityscape.plane import Floats, Plane, Shapes

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class District:
    """A district and its shape."""

    code: str
    name: Names
    shape: Any


@dataclass(frozen=True, slots=True)
class Water:
    """A river, by its middle line and width in metres, or a lake (width 0)."""

    name: Names
    line: Any
    width: float

    @property
    def shape(self) -> Any:
        return self.line.buffer(self.width / 2, cap_style="flat") if self.width else self.line


@dataclass(frozen=True, slots=True)
class Road:
    """A main road that the outlines name: a ring or a trunk."""

    name: Names
    rank: str
    line: Any


@dataclass(frozen=True, slots=True)
class Place:
    """A named place and its kind: park, hospital, station, bridge, street …"""

    code: str
    name: Names
    kind: str
    district: str
    point: Floats


@dataclass(frozen=True, slots=True)
class Ground:
    """All of it."""

    plane: Plane
    districts: list[District]
    waters: list[Water]
    roads: list[Road]
    places: list[Place]
    middle: Floats
    whole: Any = field(repr=False)

    @property
    def water(self) -> Any:
        return shapely.union_all([water.shape for water in self.waters]).intersection(self.whole)

    def named(self, *kinds: str) -> list[Place]:
        """The places of some kinds."""
        return [place for place in self.places if place.kind in kinds]

    def districts_at(self, points: Floats) -> list[str]:
        """The code of the district of each point (n, 2); the nearest one's outside of all."""
        shapes, places = [district.shape for district in self.districts], shapely.points(points)
        tree, found = shapely.STRtree(shapes), np.full(len(points), -1)
        at, district = tree.query(places, predicate="intersects")
        found[at] = district
        outside = found < 0
        found[outside] = tree.nearest(places[outside])
        return [self.districts[at].code for at in found.tolist()]


def read_ground(folder: Path, only: Collection[str] = ()) -> Ground:
    """The ground of a city folder (`outlines.geojson`, `places.yaml`), or of some of its districts ``only``."""
    features: list[dict[str, Any]] = json.loads((folder / "outlines.geojson").read_text())["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    west, south, east, north = shapely.total_bounds(shapes)
    plane = Plane(round((west + east) / 2, 4), round((south + north) / 2, 4))
    drawn = [(feature["properties"], shape) for feature, shape in zip(features, plane.metres(shapes), strict=True)]
    districts = [
        District(about["code"], about["name"], shape.buffer(0))
        for about, shape in drawn
        if about["kind"] == "district" and (not only or about["code"] in only)
    ]
    whole = shapely.union_all([district.shape.buffer(40) for district in districts]).buffer(-40)
    roads = [Road(about["name"], about["rank"], shape) for about, shape in drawn if about["kind"] == "road"]
    return Ground(
        plane, districts, _waters(drawn), roads, _places(folder, plane, districts), _middle(roads, whole), whole
    )


def _middle(roads: list[Road], whole: Any) -> Floats:
    """The middle of the inner ring, or of all."""
    inner = [road.line for road in roads if road.rank == "inner-ring"]
    point = shapely.centroid(inner[0] if inner else whole)
    return np.array([point.x, point.y])


def _waters(drawn: list[tuple[dict[str, Any], Any]]) -> list[Water]:
    return [
        Water(about["name"], shape, float(about.get("width", 0)))
        for about, shape in drawn
        if about["kind"] in ("river", "water")
    ]


def _places(folder: Path, plane: Plane, districts: list[District]) -> list[Place]:
    file, codes = folder / "places.yaml", {district.code for district in districts}
    given = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}
    points: Shapes = plane.metres(shapely.points([about["at"] for about in given.values()] or np.empty((0, 2))))
    return [
        Place(code, about["name"], about["kind"], about["district"], np.array([point.x, point.y]))
        for (code, about), point in zip(given.items(), points, strict=True)
        if about["district"] in codes
    ]
