"""Playing the city: at every tick the devices that are due speak, and those whose state has changed."""

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from onecity.simulation.faults import CAUSES, Fault
from onecity.simulation.fleet import Ints
from onecity.simulation.sensors import MEASURES
from onecity.simulation.speaking import Message, Speaker
from onecity.simulation.world import World
from onecity.twin.intake.mapping import MapperRule
from onecity.twin.kinds import Kinds

GOLDEN = 0.6180339887498949  # spreads the devices evenly over their interval
STATES = ("status", "powerState", "serviceStatus", "floodLevelStatus")


class Player:
    """Makes all messages between one moment and the next."""

    def __init__(self, kinds: Kinds, world: World, mappers: dict[str, MapperRule], only: Collection[str] = ()) -> None:
        """``only`` names the types that speak; raises NoMapper if one of them would not be understood."""
        self.world = world
        spoken = [name for name in MEASURES if world.fleet.get(name) and (not only or name in only)]
        self._every = {name: kinds.types[name].every for name in spoken}
        self._speakers = {name: Speaker(kinds, name, mappers) for name in self._every}
        self._known: dict[tuple[str, str], Any] = {}

    def between(self, before: float, now: float) -> Iterator[Message]:
        """What is said after ``before`` and until ``now``, seconds since 1970."""
        moment = self.world.at(now)
        for name, every in self._every.items():
            values, devices = MEASURES[name](moment), self.world.fleet[name]
            is_due = _is_due(len(devices), every, before, now) | self._changed(name, values, len(devices))
            yield from self._speakers[name].messages(devices, values, np.flatnonzero(is_due), now)

    def everybody(self, now: float) -> Iterator[Message]:
        """What all devices have to say at a moment."""
        yield from self.between(now - 1e9, now)

    def _changed(self, name: str, values: dict[str, Any], count: int) -> Any:
        """Whose state is another than when it was last looked at."""
        found = np.zeros(count, dtype=bool)
        for state in STATES:
            if state in values:
                before = self._known.get((name, state))
                found |= False if before is None else before != values[state]
                self._known[name, state] = values[state]
        return found

    def happen(self, cause: str, at: float, seconds: float = 3_600) -> Fault:
        """Let something go wrong now, where it is felt most."""
        fleet, kind = self.world.fleet, CAUSES[cause].kind
        fault = Fault(cause, _hardest(fleet, kind), at, at + seconds)
        self.world.timetable.extra.append(fault)
        return fault

    def named(self, fault: Fault) -> str:
        """The type and name of what fails."""
        kind = CAUSES[fault.cause].kind
        return f"{kind} {self.world.fleet[kind].names[fault.thing]}"


def _is_due(count: int, every: int, before: float, now: float) -> Any:
    offset = (np.arange(count) * GOLDEN % 1.0) * every
    return np.floor((now - offset) / every) > np.floor((before - offset) / every)


def _hardest(fleet: Any, kind: str) -> int:
    """The thing of a kind that most others depend on."""
    count = len(fleet[kind])
    led: Ints = np.zeros(count, dtype=np.int64)
    for devices in fleet.values():
        for name, links in devices.links.items():
            if name == f"ref{kind}" and len(links):
                led += np.bincount(links[links >= 0], minlength=count)
    return int(np.argmax(led))
