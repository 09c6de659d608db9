"""Buses on their lines, and stations."""

import numpy as np
import shapely

from onecity.simulation.rhythm import local_hour
from onecity.simulation.world import METRES, Moment

Values = dict[str, object]
CRUISE = 5.3  # metres a second, stops included
SWAY, ROUND = 110.0, 190.0  # metres and seconds: a bus is now faster, now slower
NIGHT = (0.5, 5.0)  # hours in which buses are parked


def buses(now: Moment) -> Values:
    """There and back on the line; at night at its end."""
    kind = now.fleet["Vehicle"]
    parked, broken = _is_night(now), now.struck("Vehicle", "bus")
    away, speed = _travelled(now, parked)
    points, bearing = _places(now, away)
    crowd = now.rhythm("people") * (0.45 + 0.6 * now.trait("Vehicle", "line"))
    stands = parked | broken
    late = 420 * now.rhythm("traffic") ** 3 * now.trait("Vehicle", "late") + 25 * now.noise("Vehicle", "late", 300)
    return {
        "location": points,
        "speed": np.where(stands, 0.0, speed * 3.6),
        "bearing": bearing,
        "occupancy": np.where(parked, 0.0, np.clip(crowd + 0.08 * now.noise("Vehicle", "crowd", 120), 0, 1.2)),
        "delay": np.where(parked, 0.0, late),
        "serviceStatus": np.where(broken, "broken", np.where(parked, "parked", "onRoute")),
        "stateOfCharge": np.clip(0.96 - 0.62 * _share_of_day(now) - 0.1 * now.trait("Vehicle", "charge"), 0.05, 1),
        "routeId": np.array(kind.values.get("routeId", [""] * len(kind))),
    }


def _is_night(now: Moment) -> np.ndarray:  # type: ignore[type-arg]
    hour = local_hour(now.at, now.world.zone) - 0.8 * now.trait("Vehicle", "shift")
    return (hour >= NIGHT[0]) & (hour < NIGHT[1])


def _share_of_day(now: Moment) -> float:
    """How much of the service is over."""
    hour = (local_hour(now.at, now.world.zone) - NIGHT[1]) % 24
    return min(hour / 19.5, 1.0) if hour < 19.5 else max(1 - (hour - 19.5) / 4.5, 0.0)


def _travelled(now: Moment, parked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Metres so far, and metres a second: the first is the integral of the second."""
    start = now.trait("Vehicle", "start")
    phase = 2 * np.pi * (now.at / ROUND + start * 7)
    metres = start * 40_000 + CRUISE * (now.at % 1e7) + SWAY * np.sin(phase)
    speed = CRUISE + SWAY * 2 * np.pi / ROUND * np.cos(phase)
    return np.where(parked, 0.0, metres), speed


def _places(now: Moment, metres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Longitudes and latitudes on the lines, and the direction of travel in degrees from north."""
    kind, routes = now.fleet["Vehicle"], now.fleet["GtfsRoute"]
    place = {name: at for at, name in enumerate(routes.names)}
    own = [place.get(name, -1) for name in kind.values.get("routeId", [])]
    if not routes.shapes or -1 in own:
        return kind.points, np.zeros(len(kind))
    scale = np.cos(np.radians(now.world.middle[1]))
    lines = np.array(routes.shapes, dtype=object)[own]
    length = np.array([_metres(shape, scale) for shape in routes.shapes])[own]
    share = np.mod(metres / np.maximum(length, 1), 2)
    forth = share <= 1
    share = np.where(forth, share, 2 - share)
    at = shapely.get_coordinates(shapely.line_interpolate_point(lines, share, normalized=True))
    ahead = shapely.get_coordinates(
        shapely.line_interpolate_point(lines, np.minimum(share + 0.002, 1), normalized=True)
    )
    behind = shapely.get_coordinates(
        shapely.line_interpolate_point(lines, np.maximum(share - 0.002, 0), normalized=True)
    )
    way = (ahead - behind) * np.where(forth, 1, -1)[:, None] * (scale, 1.0)
    return np.round(at, 6), np.mod(np.degrees(np.arctan2(way[:, 0], way[:, 1])), 360)


def _metres(line: object, scale: float) -> float:
    """The length of a line in degrees."""
    return float(shapely.transform(line, lambda points: points * (METRES * scale, METRES)).length)


def stations(now: Moment) -> Values:
    busy = now.rhythm("people") * (0.15 + now.trait("TransportStation", "size") ** 2)
    people = np.maximum(9_000 * busy * (1 + 0.08 * now.noise("TransportStation", "crowd", 300)), 0)
    hour = local_hour(now.at, now.world.zone)
    is_open = not NIGHT[0] <= hour < NIGHT[1]
    state = np.where(people > 8_200, "crowded", "open") if is_open else np.full(len(people), "closed")
    return {"passengersPerHour": np.round(people) if is_open else np.zeros(len(people)), "status": state}
