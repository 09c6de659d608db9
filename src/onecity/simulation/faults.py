"""What goes wrong, and when: a timetable of faults for every day, drawn from the seed."""

from collections.abc import Iterator

import msgspec
import numpy as np

from onecity.simulation.chance import generator
from onecity.simulation.fleet import Fleet
from onecity.simulation.sky import DAY, rain_at


class Cause(msgspec.Struct, frozen=True):
    """A kind of fault: of which things, how often a day in a city of full size (``of`` things), how long in minutes."""

    kind: str
    daily: float
    of: int
    shortest: float
    longest: float
    by_rain: float = 0.0  # how much likelier for each millimetre an hour


CAUSES = {
    "feeder": Cause("Feeder", 1.6, 640, 25, 170, 0.5),
    "cabinet": Cause("StreetlightControlCabinet", 3.0, 1_250, 40, 400, 0.2),
    "burst": Cause("Pipe", 1.2, 6_200, 120, 480),
    "pump": Cause("Pump", 0.4, 48, 30, 180),
    "signal": Cause("TrafficSignal", 2.5, 900, 20, 200, 0.1),
    "accident": Cause("TrafficFlowObserved", 26.0, 4_000, 25, 95, 0.08),
    "fibre": Cause("FibreCabinet", 0.8, 1_600, 60, 420),
    "trapped": Cause("Lift", 6.0, 4_000, 12, 50),
    "lift": Cause("Lift", 9.0, 4_000, 60, 600),
    "fire": Cause("WasteContainer", 0.7, 8_000, 15, 40),
    "bus": Cause("Vehicle", 4.0, 1_200, 20, 90),
}


class Fault(msgspec.Struct, frozen=True):
    """``thing`` is the place of what fails among those of its kind; times are seconds since 1970."""

    cause: str
    thing: int
    start: float
    end: float


class Timetable:
    """All faults of a fleet, day by day, ``often`` times as many as usual; ``extra`` are added by hand."""

    def __init__(self, seed: int, fleet: Fleet, often: float = 1.0) -> None:
        self._seed, self._often = seed, often
        self._sizes = {name: len(devices) for name, devices in fleet.items()}
        self._days: dict[int, list[Fault]] = {}
        self.extra: list[Fault] = []

    def between(self, start: float, end: float) -> Iterator[Fault]:
        """The faults that are there at some time in a span."""
        for day in range(int(start // DAY) - 1, int(end // DAY) + 1):
            yield from (fault for fault in self._of_day(day) if fault.start < end and fault.end > start)
        yield from (fault for fault in self.extra if fault.start < end and fault.end > start)

    def at(self, moment: float) -> list[Fault]:
        """The faults at a moment."""
        return list(self.between(moment, moment + 1e-3))

    def _of_day(self, day: int) -> list[Fault]:
        if day not in self._days:
            if len(self._days) > 40:
                self._days.clear()
            self._days[day] = [fault for cause in CAUSES for fault in self._drawn(cause, day)]
        return self._days[day]

    def _drawn(self, cause: str, day: int) -> Iterator[Fault]:
        about, rng = CAUSES[cause], generator(self._seed, f"fault {cause}", day)
        size = self._sizes.get(about.kind, 0)
        rain = max(rain_at(self._seed, (day + share) * DAY) for share in np.arange(0, 1, 1 / 12))
        daily = about.daily * self._often * size / about.of * (1 + about.by_rain * rain)
        for _ in range(rng.poisson(daily)):
            start = (day + rng.random()) * DAY
            lasts = 60 * about.shortest * (about.longest / about.shortest) ** rng.random()
            yield Fault(cause, int(rng.integers(size)), start, start + lasts)
