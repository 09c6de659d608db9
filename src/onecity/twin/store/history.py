"""Rows of the history: instances of attributes, packed by moment, and unpacked again.

All numbers that came together for one entity and one moment are one row: its ``shape`` says, place by place, which
attribute, dataset and form (type, unit) they have. What is neither number nor form stands in ``rest``.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from onecity.twin.model import HOLDER, Document
from onecity.twin.times import format_time, parse_time

_FORM = ("type", "unitCode", "datasetId")
_TIMES = frozenset({"createdAt", "modifiedAt", "observedAt"})
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


def moments(written: Iterable[tuple[str, Document]], at: datetime) -> Iterator[Moment]:
    """The rows for what was written of one entity in one operation; several of one attribute make several rows."""
    groups: dict[tuple[str, int], dict[tuple[str, Any], Document]] = {}
    for name, instance in written:
        key, observed, nth = (name, instance.get("datasetId")), instance.get("observedAt", ""), 0
        while key in groups.get((observed, nth), {}):
            nth += 1
        groups.setdefault((observed, nth), {})[key] = instance
    for (observed, _), found in groups.items():
        moment = parse_time(observed) if observed else at
        entries = sorted(found.items(), key=lambda entry: (entry[0][0], entry[0][1] or ""))
        for start in range(0, len(entries), MAX_PLACES):
            yield _moment(moment, entries[start : start + MAX_PLACES])


def _moment(observed: datetime, entries: list[tuple[tuple[str, Any], Document]]) -> Moment:
    packed = [_packed(instance) for _, instance in entries]
    shape = tuple(Part(name, dataset, form) for ((name, dataset), _), (form, _, _) in zip(entries, packed, strict=True))
    return Moment(observed, shape, [number for _, number, _ in packed], [rest for _, _, rest in packed])


def _packed(instance: Document) -> tuple[bytes, float | None, Document | None]:
    """The form, the number and the rest of an instance."""
    form = {key: instance[key] for key in _FORM if key in instance}
    if "observedAt" in instance:
        form["observedAt"] = True
    value = instance.get("value")
    plain = type(value) is float or (type(value) is int and abs(value) < 2**53)
    number = value if plain and instance["type"] == "Property" else None
    skip = _TIMES.union(_FORM) | ({"value"} if number is not None else set())
    rest = {key: value for key, value in instance.items() if key not in skip}
    return _encode(form), number, rest or None


def unpacked(form: Document, number: float | None, rest: Document | None, observed: datetime) -> Document:
    """The instance again, without system times."""
    found = {key: value for key, value in form.items() if key != "observedAt"}
    if number is not None:
        found["value"] = int(number) if number.is_integer() and abs(number) < 2**53 else number
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
