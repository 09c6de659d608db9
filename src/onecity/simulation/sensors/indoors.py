"""Lifts, mobile sites and fibre cabinets."""

import numpy as np

from onecity.simulation.sky import HOUR
from onecity.simulation.world import Moment, follow

Values = dict[str, object]
BATTERY = 2 * HOUR  # how long a site goes on without its feeder
CUT = -45.0  # dBm: no light


def lifts(now: Moment) -> Values:
    kind = now.fleet["Lift"]
    trapped, still = now.struck("Lift", "trapped"), now.struck("Lift", "lift")
    unfed = now.unpowered("Lift")
    serviced = now.weekly("Lift", "service") < 0.01
    stands = trapped | still | unfed | serviced
    state = np.where(unfed | still, "stopped", np.where(serviced, "maintenance", "working"))
    trips = np.where(stands, 0.0, 64 * now.rhythm("people") * (0.3 + now.trait("Lift", "use")))
    worn = kind.numbers("condition", 2)
    shake = 2.2 + 0.9 * worn + 0.5 * now.noise("Lift", "shake", 600) + 5 * now.weekly("Lift", "bearing") ** 40
    return {
        "status": np.where(trapped, "trapped", state),
        "tripsPerHour": np.round(trips),
        "vibration": np.where(stands, 0.0, np.maximum(shake, 0.2)),
        "motorTemperature": 24 + 0.35 * now.weather.temperature + 0.3 * trips,
    }


def mobile_sites(now: Moment) -> Values:
    kind, fibre = now.fleet["MobileSite"], now.fleet["FibreCabinet"]
    unfed = now.unpowered("MobileSite")
    links = kind.links.get("refFeeder")
    since = now.since("Feeder", "feeder")
    long = follow(since > BATTERY, links, len(kind))
    cut = (
        follow(now.struck("FibreCabinet", "fibre"), kind.links.get("refFibreCabinet"), len(kind))
        if len(fibre)
        else unfed & False
    )
    down = long | cut
    load = (
        now.rhythm("data")
        * (0.3 + 0.62 * now.trait("MobileSite", "use"))
        * (1 + 0.06 * now.noise("MobileSite", "load", 300))
    )
    load = np.where(down, 0.0, np.clip(load, 0, 1))
    return {
        "status": np.where(down, "down", np.where(unfed, "battery", "working")),
        "load": load,
        "connectedDevices": np.round(1_150 * load),
        "throughput": np.round(900 * load**1.15),
        "temperature": now.weather.temperature + 9 + 12 * load,
    }


def fibre_cabinets(now: Moment) -> Values:
    cut = now.struck("FibreCabinet", "fibre")
    opened = now.noise("FibreCabinet", "door", 3_600) > 3.1
    light = -17.5 - 5 * now.trait("FibreCabinet", "way") + 0.15 * now.noise("FibreCabinet", "light", 900)
    return {
        "status": np.where(cut, "cut", np.where(opened, "open", "working")),
        "opticalPower": np.where(cut, CUT, light),
        "temperature": now.weather.temperature + 6 + 0.08 * max(now.weather.sun, 0) * now.trait("FibreCabinet", "sun"),
    }
