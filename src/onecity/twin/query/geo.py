"""Geo-queries: near, within, contains, intersects, overlaps, disjoint, equals (ETSI GS CIM 009, 4.10).

Relations of shapes are those of OGC Simple Features on longitude and latitude as a plane, as GeoJSON has them
(RFC 7946); distances are metres on a sphere of the Earth's mean radius, from the nearest point of a shape.
"""

import math
import re
from typing import Any, Final

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from onecity.twin.context.terms import Context
from onecity.twin.errors import BadRequestData
from onecity.twin.query.nodes import Path

Document = dict[str, Any]
Box = tuple[float, float, float, float]
EARTH_RADIUS: Final = 6_371_008.8  # metres, mean
METRES_PER_DEGREE: Final = math.radians(1) * EARTH_RADIUS
MAX_POINTS: Final = 10_000
LOCATION: Final = "https://uri.etsi.org/ngsi-ld/location"
_RELATIONS = frozenset({"within", "contains", "intersects", "overlaps", "disjoint", "equals"})
_NEAR = re.compile(r"near;(max|min)Distance==(\d+(?:\.\d+)?)")
_SHAPES = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})


class GeoQuery(msgspec.Struct, frozen=True):
    """A relation to a shape; ``distance`` in metres belongs to "near", at most or, if ``beyond``, at least."""

    relation: str
    shape: BaseGeometry
    path: Path
    distance: float = 0.0
    beyond: bool = False

    def box(self) -> Box | None:
        """West, south, east, north of where matches must lie at least in part; None for anywhere."""
        if self.relation == "disjoint" or self.beyond:
            return None
        west, south, east, north = self.shape.bounds
        up = self.distance / METRES_PER_DEGREE * 1.001
        widest = max(abs(south - up), abs(north + up))
        across = up / math.cos(math.radians(widest)) if widest < 89 else 360.0
        return west - across, south - up, east + across, north + up


def parse_geo(georel: str, geometry: str, coordinates: Any, geoproperty: str, context: Context) -> GeoQuery:
    """A geo-query from its parameters; raises BadRequestData. ``coordinates`` is JSON text or already decoded."""
    shape = shape_of({"type": geometry, "coordinates": _decoded(coordinates)})
    path = Path((context.expand(geoproperty or "location"),))
    near = _NEAR.fullmatch(georel)
    if near:
        return GeoQuery("near", shape, path, float(near[2]), beyond=near[1] == "min")
    if georel not in _RELATIONS:
        raise BadRequestData(
            "georel is not known", f"{georel[:60]!r}: use near;maxDistance==N or {sorted(_RELATIONS)}."
        )
    return GeoQuery(georel, shape, path)


def _decoded(coordinates: Any) -> Any:
    if not isinstance(coordinates, str):
        return coordinates
    try:
        return msgspec.json.decode(coordinates)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRequestData("coordinates are not JSON", str(error)) from error


def shape_of(geometry: Any) -> BaseGeometry:
    """The shape of a GeoJSON geometry; raises BadRequestData where it is none, or too large."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES:
        raise BadRequestData("This is no GeoJSON geometry", f"type must be one of {sorted(_SHAPES)}.")
    if not _is_nested(geometry.get("coordinates"), 5):
        raise BadRequestData("coordinates are not GeoJSON", "Positions are [longitude, latitude] in degrees.")
    try:
        shape = shapely.from_geojson(msgspec.json.encode({k: geometry[k] for k in ("type", "coordinates")}))
    except (shapely.GEOSException, msgspec.MsgspecError) as error:
        raise BadRequestData("coordinates are not GeoJSON", str(error)[:200]) from error
    return checked(shape)


def _is_nested(coordinates: Any, depth: int) -> bool:
    """Whether these are positions in lists; the number of positions is bounded too."""
    if not isinstance(coordinates, list) or not coordinates or depth == 0 or len(coordinates) > MAX_POINTS:
        return False
    if isinstance(coordinates[0], list):
        return all(_is_nested(part, depth - 1) for part in coordinates)
    return 2 <= len(coordinates) <= 3 and all(isinstance(c, int | float) and math.isfinite(c) for c in coordinates)


def checked(shape: BaseGeometry) -> BaseGeometry:
    """The shape, if it lies on Earth and is not too large; raises BadRequestData."""
    west, south, east, north = shape.bounds if not shape.is_empty else (999.0,) * 4
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BadRequestData("A position is not on Earth", "Longitudes go from -180 to 180, latitudes from -90 to 90.")
    if shapely.get_num_coordinates(shape) > MAX_POINTS:
        raise BadRequestData("The geometry is too large", f"At most {MAX_POINTS} positions are accepted.")
    return _whole(shape)


def _whole(shape: BaseGeometry) -> BaseGeometry:
    """A shape that can be computed with: one that crosses itself is parted."""
    return shape if shape.is_valid else shapely.make_valid(shape)


def geo_matches(query: GeoQuery, entity: Document) -> bool:
    """Whether an expanded entity stands in the relation asked for."""
    return any(
        _relates(query, _whole(shapely.from_geojson(msgspec.json.encode(g)))) for g in _geometries(query.path, entity)
    )


def _geometries(path: Path, entity: Document) -> list[Document]:
    given = entity.get(path.names[0], [])
    instances = given if isinstance(given, list) else [given]
    values = [one.get("value") for one in instances if isinstance(one, dict)]
    return [value for value in values if isinstance(value, dict) and value.get("type") in _SHAPES]


def _relates(query: GeoQuery, shape: BaseGeometry) -> bool:
    if query.relation == "near":
        return (distance(query.shape, shape) >= query.distance) if query.beyond else _is_near(query, shape)
    return bool(getattr(shapely, query.relation)(shape, query.shape))


def _is_near(query: GeoQuery, shape: BaseGeometry) -> bool:
    return distance(query.shape, shape) <= query.distance


def distance(one: BaseGeometry, other: BaseGeometry) -> float:
    """Metres between the nearest points of two shapes, on a sphere (haversine)."""
    a, b = nearest_points(one, other)
    return haversine(a.x, a.y, b.x, b.y)


def haversine(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres between two positions in degrees, on a sphere."""
    north, south = math.radians(lat1), math.radians(lat2)
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))
