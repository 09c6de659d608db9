"""From measured values to messages, in the words that the city's mappers understand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import yaml

from onecity.simulation.fleet import Devices, Ints
from onecity.twin.intake.mapping import MapperRule, MappersFile
from onecity.twin.kinds import Field, Kinds

Message = tuple[str, bytes]
Column = tuple[str, list[Any]]


class NoMapper(Exception):
    """No mapper of the city understands a type's devices."""


def read_rules(file: Path) -> dict[str, MapperRule]:
    """The mappers of a city's file, by name."""
    return msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), MappersFile).mappers


class Speaker:
    """Makes the messages of one type."""

    def __init__(self, kinds: Kinds, name: str, mappers: dict[str, MapperRule]) -> None:
        kind = kinds.types[name]
        self.topic = f"onecity/{kind.agency}/{kind.topic}/"
        wanted = f"onecity/{{agency}}/{kind.topic}/{{device}}"
        rule = next((rule for rule in mappers.values() if rule.topic == wanted), None)
        if rule is None:
            raise NoMapper(f"twin/mappers.yaml has no mapper for the topic {wanted} of {name}.")
        self._rule, self._fields = rule, kinds.fields_of(name)

    def messages(self, devices: Devices, values: dict[str, Any], due: Ints, at: float) -> Iterator[Message]:
        """The messages of the devices that are due."""
        time = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        columns = [column for name, given in values.items() for column in self._columns(name, given, due)]
        encode, rows = msgspec.json.Encoder().encode, due.tolist()
        for row, place in enumerate(rows):
            content = {"time": time} | {path: column[row] for path, column in columns}
            yield self.topic + devices.names[place], encode(content)

    def _columns(self, name: str, given: Any, due: Ints) -> Iterator[Column]:
        """What a message says of one attribute; nothing if the mapper does not know it."""
        rule = self._rule.attributes.get(name)
        if rule is None:
            return
        chosen = given[due]
        if rule.longitude:
            yield rule.longitude, chosen[:, 0].tolist()
            yield rule.latitude, chosen[:, 1].tolist()
        else:
            yield rule.path, _rounded(chosen, self._fields[name], rule.scale)


def _rounded(chosen: Any, field: Field, scale: float) -> list[Any]:
    """Numbers as a sensor would say them: within bounds, with a few digits."""
    if chosen.dtype.kind not in "fi":
        return list(chosen.tolist())
    within = np.clip(chosen, field.least, field.most) if field.least is not None or field.most is not None else chosen
    digits = 3 if field.decimals is None else field.decimals
    said = np.round(np.round(within, digits) / scale, digits)
    return list((said.astype(int) if digits == 0 else said).tolist())
