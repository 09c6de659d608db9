"""Water: pumps, mains that burst, rivers that rise."""

import numpy as np

from onecity.simulation.sky import HOUR
from onecity.simulation.world import Moment, follow

Values = dict[str, object]
TIDE = 12.42 * HOUR


def pumps(now: Moment) -> Values:
    kind = now.fleet["Pump"]
    tripped = now.struck("Pump", "pump") | now.unpowered("Pump")
    demand = now.rhythm("water") * (0.62 + 0.2 * now.trait("Pump", "demand"))
    flow = np.where(
        tripped, 0.0, kind.numbers("pumpCapacity", 800) * demand * (1 + 0.01 * now.noise("Pump", "flow", 60))
    )
    pressure = np.where(tripped, 1.4, 5.3 - 0.8 * demand + 0.03 * now.noise("Pump", "pressure", 60))
    return {
        "status": np.where(tripped, "tripped", "running"),
        "flow": flow,
        "pressure": pressure,
        "power": flow * pressure * 0.1 / 0.72,  # litres a second times bar, at 72 %
    }


def mains(now: Moment) -> Values:
    """A burst lets the pressure fall there and in the mains about it; a pump that stands, in all that it supplies."""
    kind = now.fleet["Pipe"]
    burst, about = now.struck("Pipe", "burst"), now.near("Pipe", "burst", 1_400)
    stands = follow(now.struck("Pump", "pump") | now.unpowered("Pump"), kind.links.get("refPump"), len(kind))
    demand = now.rhythm("water")
    pressure = 3.9 - 0.7 * demand + 0.5 * (now.trait("Pipe", "height") - 0.5) + 0.03 * now.noise("Pipe", "bar", 300)
    pressure = pressure * np.where(burst, 0.28, 1 - 0.42 * about) * np.where(stands, 0.45, 1.0)
    wide = kind.numbers("diameter", 300) / 1_000
    usual = wide**2 * 480 * (0.35 + 0.5 * now.trait("Pipe", "flow")) * demand
    flow = usual * (1 + 0.03 * now.noise("Pipe", "flow", 300)) * np.where(stands, 0.5, 1.0) + 230 * wide * burst
    return {"pressure": np.maximum(pressure, 0.05), "flow": flow}


def gauges(now: Moment) -> Values:
    """The tide, and the rain of the last day."""
    kind = now.fleet["FloodMonitoring"]
    wide = kind.numbers("alertLevel", 3.3) > 4
    tide = np.sin(2 * np.pi * (now.at / TIDE + 0.04 * now.trait("FloodMonitoring", "tide")))
    level = np.where(wide, 2.6 + 0.75 * tide, 2.2 + 0.25 * tide) + np.where(wide, 0.012, 0.03) * now.weather.wet
    level = level + 0.01 * now.noise("FloodMonitoring", "wave", 300)
    state = np.where(level > kind.numbers("dangerLevel", 9), "danger", "normal")
    state = np.where((state == "normal") & (level > kind.numbers("alertLevel", 9)), "alert", state)
    return {
        "currentLevel": level,
        "flow": np.where(wide, 480 - 380 * tide, 9.0) + np.where(wide, 14, 1.2) * now.weather.wet,
        "floodLevelStatus": state,
    }
