"""Electricity, and the lights that hang on it."""

import numpy as np

from onecity.simulation.chance import Floats
from onecity.simulation.rhythm import local_hour
from onecity.simulation.sky import DARK
from onecity.simulation.world import Moment, follow

Values = dict[str, object]
ROOT3 = 1.732
DIMMED = (23.0, 5.0)  # hours of the night in which lights burn low


def _demand(now: Moment) -> float:
    """Of the year's greatest: the hour, and how much is heated or cooled."""
    degrees = now.weather.temperature
    return now.rhythm("power") * (0.74 + 0.011 * max(degrees - 24, 0) + 0.008 * max(12 - degrees, 0))


def feeders(now: Moment) -> Values:
    kind, dead = now.fleet["Feeder"], now.dead_feeders
    share = (0.38 + 0.5 * now.trait("Feeder", "load")) * _demand(now) * (1 + 0.02 * now.noise("Feeder", "load", 120))
    current = np.where(dead, 0.0, share * kind.numbers("ratedCurrent", 400))
    voltage = np.where(dead, 0.0, 10.4 - 0.5 * share + 0.02 * now.noise("Feeder", "voltage", 120))
    return {
        "status": np.where(dead, "tripped", "working"),
        "current": current,
        "voltage": voltage,
        "activePower": ROOT3 * voltage * current * 0.95 / 1_000,
    }


def substations(now: Moment) -> Values:
    kind, feeders_of = now.fleet["Substation"], now.fleet["Feeder"]
    total = np.maximum(feeders_of.led_from("refSubstation", len(kind)), 1)
    links = feeders_of.links.get("refSubstation", np.empty(0, dtype=np.int64))
    lost = np.bincount(links[now.dead_feeders], minlength=len(kind)) / total
    load = (0.42 + 0.48 * now.trait("Substation", "load")) * _demand(now) * (1 - lost)
    load = load * (1 + 0.01 * now.noise("Substation", "load", 60))
    oil = now.weather.temperature + 14 + 42 * load**1.6
    return {
        "status": np.where(load > 0.95, "overloaded", "working"),
        "loadFactor": load,
        "activePower": load * kind.numbers("ratedPower", 100) * 0.95,
        "oilTemperature": oil,
        "voltage": 110.8 - 1.6 * load + 0.1 * now.noise("Substation", "voltage", 60),
    }


def light_levels(now: Moment) -> Floats:
    """How bright each light is meant to be, 0 by day; each has an eye and a clock of its own."""
    eye = now.trait("Streetlight", "eye")
    is_dark = now.weather.sun - 0.3 * min(now.weather.rain, 8) < DARK + 1.6 * (eye - 0.5)
    hour = local_hour(now.at, now.world.zone) - 0.15 * eye
    is_late = (hour >= DIMMED[0]) | (hour < DIMMED[1])
    return np.where(is_dark, np.where(is_late, 0.6, 1.0), 0.0)


def lights(now: Moment) -> Values:
    kind, level = now.fleet["Streetlight"], light_levels(now)
    dead = follow(now.dead_cabinets, kind.links.get("refStreetlightControlCabinet"), len(kind))
    defect = now.weekly("Streetlight", "defect") < 0.002 * kind.numbers("condition", 2) ** 1.5
    burning = np.where(dead | defect, 0.0, level)
    watts = kind.numbers("powerRating", 90) * burning * (1 + 0.03 * now.noise("Streetlight", "watts", 900))
    return {
        "powerState": np.where(burning <= 0, "off", np.where(level < 1, "low", "on")),
        "status": np.where(dead, "noPower", np.where(defect, "defectiveLamp", "ok")),
        "illuminanceLevel": burning,
        "activePower": watts,
    }


def cabinets(now: Moment) -> Values:
    kind, every = now.fleet["StreetlightControlCabinet"], now.fleet["Streetlight"]
    unfed = now.unpowered("StreetlightControlCabinet")
    dead = now.dead_cabinets
    links = every.links.get("refStreetlightControlCabinet", np.empty(0, dtype=np.int64))
    watts = every.numbers("powerRating", 90) * light_levels(now)
    full = np.bincount(links[links >= 0], weights=watts[links >= 0], minlength=len(kind))
    noise = now.noise("StreetlightControlCabinet", "volts", 300)
    return {
        "status": np.where(unfed, "noPower", np.where(dead, "tripped", "working")),
        "totalActivePower": np.where(dead, 0.0, full / 1_000),
        "voltage": np.where(unfed, 0.0, 231 - 4 * _demand(now) + 1.5 * noise),
    }
