"""Streets: what counters, signals, bridges and car parks see."""

import numpy as np

from onecity.simulation.chance import Floats
from onecity.simulation.world import Moment

Values = dict[str, object]
LANE = 1_650.0  # vehicles an hour that a lane can carry
JAM = 0.42  # of the free speed, below which traffic counts as congested
VEHICLE = 6.5  # metres of a detector's loop and a vehicle


def _filled(now: Moment) -> Floats:
    """Demand of each street as a share of what it can carry."""
    usual = 0.35 + 0.95 * now.trait("TrafficFlowObserved", "demand") ** 1.6
    today = 1 + 0.06 * now.noise("TrafficFlowObserved", "day", 86_400)
    return usual * today * now.rhythm("traffic") * (1 + 0.05 * now.noise("TrafficFlowObserved", "minute", 60))


def counters(now: Moment) -> Values:
    """Speed falls with the demand (Bureau of Public Roads), with rain, and about an accident."""
    kind, filled = now.fleet["TrafficFlowObserved"], np.maximum(_filled(now), 0.0)
    free, lanes = kind.numbers("freeFlowSpeed", 50), kind.numbers("laneNumber", 2)
    near = now.near("TrafficFlowObserved", "accident", 900)
    slow = 1 - min(0.012 * now.weather.rain, 0.25)
    speed = free * slow / (1 + 0.75 * filled**4) * (1 - 0.82 * near) + 0.8 * now.noise(
        "TrafficFlowObserved", "speed", 60
    )
    speed = np.clip(speed, 3, free * 1.08)
    intensity = np.minimum(filled, 1.0) * lanes * LANE * (1 - 0.6 * near)
    return {
        "intensity": np.round(intensity),
        "averageVehicleSpeed": speed,
        "occupancy": np.clip(intensity / np.maximum(lanes, 1) * VEHICLE / (speed * 1_000), 0, 1),
        "congested": speed < JAM * free,
    }


def signals(now: Moment) -> Values:
    unfed, faulty = now.unpowered("TrafficSignal"), now.struck("TrafficSignal", "signal")
    busy = now.rhythm("traffic") * (0.4 + 0.7 * now.trait("TrafficSignal", "queue"))
    queue = 18 + 130 * busy**2 * (1 + 0.2 * now.noise("TrafficSignal", "queue", 300)) + 150 * (unfed | faulty) * busy
    return {
        "status": np.where(unfed, "dark", np.where(faulty, "flashing", "working")),
        "cycleTime": np.where(unfed | faulty, 0, np.round(80 + 60 * busy, -1)),
        "queueLength": np.maximum(np.round(queue), 0),
    }


def bridges(now: Moment) -> Values:
    noise = now.noise("Bridge", "shake", 300)
    worn = now.fleet["Bridge"].numbers("condition", 2)
    return {
        "vibration": np.maximum(
            (1.1 + 0.35 * worn) * now.rhythm("traffic") + 0.04 * now.weather.wind**1.5 + 0.1 * noise, 0
        ),
        "strain": 60 + 9 * now.weather.temperature + 70 * now.rhythm("traffic") + 4 * noise,
    }


def car_parks(now: Moment) -> Values:
    kind = now.fleet["OffStreetParking"]
    is_home = now.trait("OffStreetParking", "use") < 0.35
    curve = np.where(is_home, now.rhythm("home"), now.rhythm("work"))
    filled = np.clip(
        curve * (0.7 + 0.32 * now.trait("OffStreetParking", "full"))
        + 0.02 * now.noise("OffStreetParking", "cars", 600),
        0,
        1,
    )
    total = kind.numbers("totalSpotNumber", 100)
    taken = np.round(total * filled)
    return {"availableSpotNumber": total - taken, "occupancy": taken / np.maximum(total, 1)}
