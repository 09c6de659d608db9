"""The city at a moment: weather, rhythm, and what is out of order because of what."""

from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from onecity.simulation.chance import Floats, noise, shares
from onecity.simulation.faults import Fault, Timetable
from onecity.simulation.fleet import Fleet, Ints
from onecity.simulation.rhythm import rhythm
from onecity.simulation.sky import Weather, weather

Truths = NDArray[np.bool_]
METRES = 111_195.0  # of a degree of latitude


class World:
    """What does not change: the fleet, the seed, the clock on the wall."""

    def __init__(self, fleet: Fleet, seed: int, zone: ZoneInfo, often: float = 1.0) -> None:
        """``often`` says how often things go wrong: 1 as usual, 0 never."""
        self.fleet, self.seed, self.zone = fleet, seed, zone
        self.timetable = Timetable(seed, fleet, often)
        points = [devices.points for devices in fleet.values() if len(devices)]
        self.middle = np.concatenate(points).mean(axis=0) if points else np.zeros(2)

    def at(self, moment: float) -> "Moment":
        """The city at a moment, seconds since 1970."""
        return Moment(self, moment)


class Moment:
    """The city at one moment."""

    def __init__(self, world: World, at: float) -> None:
        self.world, self.at, self.fleet = world, at, world.fleet
        self.faults: list[Fault] = world.timetable.at(at)

    @cached_property
    def weather(self) -> Weather:
        return weather(self.world.seed, self.at, *self.world.middle.tolist())

    def rhythm(self, name: str) -> float:
        """A curve of the day, 1 at its height."""
        return rhythm(name, self.at, self.world.zone)

    def noise(self, kind: str, what: str, every: float) -> Floats:
        """A number for each device (mean 0, deviation 1), new every so many seconds."""
        return noise(self.world.seed, f"{kind} {what}", int(self.at // every), len(self.fleet[kind]))

    def trait(self, kind: str, what: str) -> Floats:
        """A number from 0 to 1 for each device that never changes."""
        return shares(self.world.seed, f"{kind} {what}", 0, len(self.fleet[kind]))

    def weekly(self, kind: str, what: str) -> Floats:
        """A number from 0 to 1 for each device that changes once a week."""
        return shares(self.world.seed, f"{kind} {what}", int(self.at // 604_800), len(self.fleet[kind]))

    def struck(self, kind: str, *causes: str) -> Truths:
        """Which things of a kind have one of some faults themselves."""
        found = np.zeros(len(self.fleet[kind]), dtype=bool)
        found[[fault.thing for fault in self.faults if fault.cause in causes]] = True
        return found

    def since(self, kind: str, cause: str) -> Floats:
        """For each thing of a kind how many seconds it has had a fault; 0 without."""
        found = np.zeros(len(self.fleet[kind]))
        for fault in self.faults:
            if fault.cause == cause:
                found[fault.thing] = self.at - fault.start
        return found

    @cached_property
    def dead_feeders(self) -> Truths:
        return self.struck("Feeder", "feeder")

    @cached_property
    def dead_cabinets(self) -> Truths:
        """Cabinets without power: their feeder's fault or their own."""
        return self.unpowered("StreetlightControlCabinet") | self.struck("StreetlightControlCabinet", "cabinet")

    def unpowered(self, kind: str) -> Truths:
        """Which things of a kind their feeder does not feed."""
        return follow(self.dead_feeders, self.fleet[kind].links.get("refFeeder"), len(self.fleet[kind]))

    def near(self, kind: str, cause: str, reach: float) -> Floats:
        """How near each thing of a kind is to a fault of a cause: 1 at the place, 0 from ``reach`` metres on."""
        points, found = self.fleet[kind].points, np.zeros(len(self.fleet[kind]))
        for fault in self.faults:
            if fault.cause == cause:
                place = self.fleet[_KIND[cause]].points[fault.thing]
                away = (points - place) * (METRES * np.cos(np.radians(place[1])), METRES)
                found = np.maximum(found, 1 - np.hypot(away[:, 0], away[:, 1]) / reach)
        return np.maximum(found, 0.0)


_KIND = {"accident": "TrafficFlowObserved", "burst": "Pipe"}


def follow(dead: Truths, links: Ints | None, count: int) -> Truths:
    """Which of those that lead somewhere lead to something dead."""
    if links is None or not len(dead):
        return np.zeros(count, dtype=bool)
    found: Truths = dead[np.maximum(links, 0)] & (links >= 0)
    return found
