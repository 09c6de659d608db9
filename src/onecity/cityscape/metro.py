"""Metro lines: straight through the middle from district to district, a ring, and their stations."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from onecity.cityscape.fields import Urbanity
from onecity.cityscape.ground import Ground, Place
from onecity.cityscape.plane import Floats

COLOURS = ("#d7263d", "#1b7f5c", "#2a6fdb", "#8e44ad", "#e08e0b", "#0a9396", "#b5179e", "#6a994e", "#5c677d")
APART = {"middle": 1_050.0, "edge": 1_900.0}  # metres between stations
CORRIDOR = 2_600.0  # metres within which a line bends to a named station
LINES = 8  # through the middle; one more is the ring


@dataclass(slots=True)
class Line:
    """A line, with its stations in order."""

    number: str
    colour: str
    shape: Any
    stations: Floats
    places: list[Place | None]


def lay_metro(ground: Ground, urbanity: Urbanity) -> list[Line]:
    """All lines; every named station lies on the one that passes nearest."""
    named = ground.named("station")
    angles = np.pi * (np.arange(LINES) + 0.35) / LINES
    owner = [int(np.argmin([_aside(ground, place.point, angle) for angle in angles])) for place in named]
    lines = []
    for number, angle in enumerate(angles):
        own = [place for place, line in zip(named, owner, strict=True) if line == number]
        lines.append(_line(ground, urbanity, number, _bent(ground, angle, own), own))
    ring = next((road.line for road in ground.roads if road.rank == "inner-ring"), None)
    if ring is not None:
        way = ring.intersection(ground.whole)
        lines += [_line(ground, urbanity, LINES, part, []) for part in shapely.get_parts(shapely.line_merge(way))[:1]]
    return [line for line in lines if len(line.stations) > 1]


def _aside(ground: Ground, point: Floats, angle: float) -> float:
    """How far a point is from a straight line through the middle, metres."""
    way = point - ground.middle
    return abs(float(way[0] * np.sin(angle) - way[1] * np.cos(angle)))


def _bent(ground: Ground, angle: float, own: list[Place]) -> Any:
    """A smooth way through the middle and the stations near it."""
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    stops = [
        (float((place.point - ground.middle) @ along), float((place.point - ground.middle) @ across)) for place in own
    ]
    stops = sorted([stop for stop in stops if abs(stop[1]) < CORRIDOR] + [(0.0, _offset(angle))])
    reach = float(shapely.minimum_bounding_radius(ground.whole)) * 0.92
    places = np.arange(-reach, reach, 100.0)
    known, aside = np.array([stop[0] for stop in stops]), np.array([stop[1] for stop in stops])
    bend = _smooth(np.interp(places, known, aside))
    points = ground.middle + places[:, None] * along + bend[:, None] * across
    parts = shapely.get_parts(shapely.linestrings(points).intersection(ground.whole.buffer(-900)))
    return shapely.simplify(max(parts, key=lambda part: part.length), 4) if len(parts) else shapely.LineString()


def _offset(angle: float) -> float:
    """Lines cross near the middle, not all in one point."""
    return 900.0 * float(np.sin(7 * angle))


def _smooth(values: Floats) -> Floats:
    """A running mean over 3 km, twice."""
    for _ in range(2):
        values = np.convolve(np.pad(values, 15, mode="edge"), np.ones(31) / 31, mode="valid")
    return values


def _line(ground: Ground, urbanity: Urbanity, number: int, shape: Any, own: list[Place]) -> Line:
    """A line with a station at every named place near it, and others in between."""
    stops: list[tuple[float, Place | None]] = [
        (float(shape.project(shapely.Point(place.point))), place)
        for place in own
        if shape.distance(shapely.Point(place.point)) < CORRIDOR
    ]
    wet = ground.water.buffer(60)
    for at in _regular(shape, urbanity):
        if not wet.contains(shape.interpolate(at)) and all(
            abs(at - other) > 0.6 * APART["middle"] for other, _ in stops
        ):
            stops.append((at, None))
    stops.sort(key=lambda stop: stop[0])
    points = shapely.get_coordinates(shapely.line_interpolate_point(shape, [at for at, _ in stops]))
    return Line(str(number + 1), COLOURS[number], shape, points, [place for _, place in stops])


def _regular(shape: Any, urbanity: Urbanity) -> list[float]:
    """Distances along a line, closer together where it is more urban."""
    found, at = [], 400.0
    while at < shape.length - 400:
        found.append(at)
        point = shape.interpolate(at)
        urban = float(urbanity.at(np.array([[point.x, point.y]]))[0])
        at += float(np.interp(urban, [0.2, 0.8], [APART["edge"], APART["middle"]]))
    return found
