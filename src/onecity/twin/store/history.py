"""Rows of the history: instances of attributes, packed by moment, and unpacked again.

All numbers that came together for one entity and one moment are one row: its ``shape`` says, place by place, which
attribute, dataset and form (type, unit) they have. What is neither number nor form stands in ``rest``.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import asyncpg
import msgspec

from onecity.twin.model import HOLDER, Document
from onecity.twin.times import format_time, parse_time

_KNOWN = frozenset({"type", "unitCode", "datasetId", "createdAt", "modifiedAt", "observedAt"})
_KNOWN_WITH_VALUE = _KNOWN | {"value"}
_EXACT = 2**53  # beyond it a float does not hold every whole number
_encode = msgspec.json.Encoder(order="deterministic").encode
MAX_PLACES = 16  # in one row: more are spread over several, or ever new combinations would make ever new shapes


class Part(msgspec.Struct, frozen=True):
    """What one place of a row stands for; ``form`` is JSON."""

    attribute: str
    dataset: str | None
    form: bytes


Shape = tuple[Part, ...]


class Moment(msgspec.Struct):
    """One row, before its shape has a number."""

    observed: datetime
    shape: Shape
    numbers: list[float | None]
    rest: list[Document | None]


def moments(written: Sequence[tuple[str, Document]], at: datetime) -> Iterator[Moment]:
    """The rows for what was written of one entity in one operation; several of one attribute make several rows."""
    for observed, entries in _together(written):
        moment = parse_time(observed) if observed else at
        entries.sort(key=_by_name)
        for start in range(0, len(entries), MAX_PLACES):
            yield _moment(moment, entries[start : start + MAX_PLACES])


def _by_name(entry: tuple[str, Document]) -> tuple[str, str]:
    return entry[0], entry[1].get("datasetId", "")


def _together(written: Sequence[tuple[str, Document]]) -> Iterator[tuple[str, list[tuple[str, Document]]]]:
    """What was observed at the same time, each attribute and dataset once in a group."""
    first = written[0][1].get("observedAt", "") if written else ""
    if len({name for name, _ in written}) == len(written) and all(i.get("observedAt", "") == first for _, i in written):
        return iter([(first, list(written))] if written else [])  # as most sensors speak
    groups: dict[tuple[str, int], list[tuple[str, Document]]] = {}
    times: dict[tuple[str, str, Any], int] = {}
    for name, instance in written:
        observed = instance.get("observedAt", "")
        key = observed, name, instance.get("datasetId")
        nth = times[key] = times.get(key, -1) + 1
        groups.setdefault((observed, nth), []).append((name, instance))
    return ((observed, entries) for (observed, _), entries in groups.items())


def _moment(observed: datetime, entries: list[tuple[str, Document]]) -> Moment:
    parts, numbers, rests = [], [], []
    for name, instance in entries:
        part, number, rest = _packed(name, instance)
        parts.append(part)
        numbers.append(number)
        rests.append(rest)
    return Moment(observed, tuple(parts), numbers, rests)


def _packed(name: str, instance: Document) -> tuple[Part, float | None, Document | None]:
    """What the place stands for, the number, and the rest of an instance."""
    kind, value, dataset = instance["type"], instance.get("value"), instance.get("datasetId")
    part = _part(name, kind, instance.get("unitCode"), dataset, "observedAt" in instance)
    plain = type(value) is float or (type(value) is int and abs(value) < _EXACT)
    number = value if plain and kind == "Property" else None
    skip = _KNOWN if number is None else _KNOWN_WITH_VALUE
    if instance.keys() <= skip:
        return part, number, None
    return part, number, {key: value for key, value in instance.items() if key not in skip}


@lru_cache(maxsize=100_000)
def _part(name: str, kind: str, unit: str | None, dataset: str | None, observed: bool) -> Part:
    """What a place stands for, remembered: sensors say the same kind of thing again and again."""
    given = {"type": kind, "unitCode": unit, "datasetId": dataset, "observedAt": observed or None}
    return Part(name, dataset, _encode({key: value for key, value in given.items() if value is not None}))


def unpacked(form: Document, number: float | None, rest: Document | None, observed: datetime) -> Document:
    """The instance again, without system times."""
    found = {key: value for key, value in form.items() if key != "observedAt"}
    if number is not None:
        found["value"] = int(number) if number.is_integer() and abs(number) < _EXACT else number
    found |= rest or {}
    if form.get("observedAt"):
        found["observedAt"] = format_time(observed)
    return found


def value_of(instance: Document) -> Any:
    """The value of an instance, whatever its type."""
    return instance.get(HOLDER[instance["type"]])


class Shapes:
    """The numbers of shapes, remembered."""

    def __init__(self) -> None:
        self._known: dict[Shape, int] = {}

    async def numbers(self, connection: Any, wanted: Iterable[Shape]) -> dict[Shape, int]:
        """The number of each shape; new ones are added for good, outside the transaction of what they describe."""
        for shape in {shape for shape in wanted if shape not in self._known}:
            self._known[shape] = await _number(connection, shape)
        return self._known


async def _number(connection: "asyncpg.Connection[asyncpg.Record]", shape: Shape) -> int:
    parts = [(part.attribute, part.dataset, part.form.decode()) for part in shape]
    digest = hashlib.sha256(_encode(parts)).digest()
    async with connection.transaction():
        found: int | None = await connection.fetchval(
            "INSERT INTO twin.shape (digest) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id", digest
        )
        if found is None:
            known: int = await connection.fetchval("SELECT id FROM twin.shape WHERE digest = $1", digest)
            return known
        await connection.executemany(
            "INSERT INTO twin.part (shape, place, attribute, dataset, form) VALUES ($1, $2, $3, $4, $5)",
            [(found, place, p.attribute, p.dataset, p.form) for place, p in enumerate(shape, 1)],
        )
    return found
