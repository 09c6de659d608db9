"""Reading and mending the history: instances of attributes with their times and names."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from onecity.twin.model import Document
from onecity.twin.store.history import Shapes, moments, unpacked
from onecity.twin.temporal.asking import Relation, Stretch

_PREFIX = "urn:ngsi-ld:Instance:"
_FIELDS = "h.id, h.entity, h.observed, h.recorded, h.shape, h.numbers, h.rest"


class Instance(msgspec.Struct):
    """One instance of an attribute at one time."""

    entity: int
    name: str
    observed: datetime
    recorded: datetime
    document: Document
    id: str


class Wanted(msgspec.Struct):
    """Which part of the history: of these entities, these attributes (all if none is named), in this stretch."""

    entities: Sequence[int]
    attributes: Sequence[str] = ()
    stretch: Stretch = Stretch()
    last: int = 0


async def instances(pool: "asyncpg.Pool[asyncpg.Record]", wanted: Wanted, *, limit: int) -> list[Instance]:
    """At most ``limit`` rows' instances in order of time: oldest first, or newest first if ``last`` is asked for."""
    text, values = _statement(wanted, limit)
    async with pool.acquire() as connection:
        rows = await connection.fetch(text, *values)
        parts = await _parts(connection, {row["shape"] for row in rows})
    chosen = set(wanted.attributes)
    return [one for row in rows for one in _of_row(row, parts) if not chosen or one.name in chosen]


async def attributes_of(pool: "asyncpg.Pool[asyncpg.Record]", entity: int) -> list[str]:
    """Every attribute that an entity has or had."""
    rows = await pool.fetch(
        "SELECT DISTINCT attribute FROM twin.part WHERE shape IN (SELECT shape FROM twin.history WHERE entity = $1)",
        entity,
    )
    return sorted(row["attribute"] for row in rows)


def _statement(wanted: Wanted, limit: int) -> tuple[str, list[Any]]:
    stretch = wanted.stretch
    column = "recorded" if stretch.property in ("createdAt", "modifiedAt") else "observed"
    values: list[Any] = [list(wanted.entities), limit]
    where = "h.entity = ANY($1::bigint[])"
    if wanted.attributes:
        values.append(list(wanted.attributes))
        where += f" AND h.shape IN (SELECT shape FROM twin.part WHERE attribute = ANY(${len(values)}::text[]))"  # noqa: S608
    for sign, moment in _bounds(stretch):
        values.append(moment)
        where += f" AND h.{column} {sign} ${len(values)}"
    order = f"{column} DESC, id DESC" if wanted.last else f"{column}, id"
    if not wanted.last:
        return f"SELECT {_FIELDS} FROM twin.history h WHERE {where} ORDER BY {order} LIMIT $2", values  # noqa: S608
    values.append(wanted.last)
    ranked = f"row_number() OVER (PARTITION BY h.entity, h.shape ORDER BY h.{column} DESC, h.id DESC) AS rank"
    inner = f"SELECT {_FIELDS}, {ranked} FROM twin.history h WHERE {where}"  # noqa: S608  no text of a caller is in it
    return f"SELECT * FROM ({inner}) AS r WHERE rank <= ${len(values)} ORDER BY {order} LIMIT $2", values  # noqa: S608


def _bounds(stretch: Stretch) -> list[tuple[str, datetime | None]]:
    """The comparisons that a stretch stands for."""
    return {
        Relation.ANY: [],
        Relation.BEFORE: [("<", stretch.at)],
        Relation.AFTER: [(">", stretch.at)],
        Relation.BETWEEN: [(">=", stretch.at), ("<", stretch.end)],
    }[stretch.relation]


async def _parts(connection: Any, shapes: Iterable[int]) -> dict[int, list[Any]]:
    """What the places of rows stand for, by shape."""
    rows = await connection.fetch(
        "SELECT shape, attribute, dataset, form FROM twin.part WHERE shape = ANY($1::int[]) ORDER BY shape, place",
        list(shapes),
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row["shape"], []).append(row)
    return found


def _of_row(row: Any, parts: dict[int, list[Any]]) -> list[Instance]:
    rest = row["rest"] or [None] * len(row["numbers"])
    return [
        Instance(
            row["entity"],
            part["attribute"],
            row["observed"],
            row["recorded"],
            unpacked(part["form"], number, more, row["observed"]),
            instance_id(row["id"], part["attribute"], part["dataset"]),
        )
        for part, number, more in zip(parts[row["shape"]], row["numbers"], rest, strict=True)
    ]


def instance_id(row: int, attribute: str, dataset: str | None) -> str:
    """The name of an instance: its row, and which attribute of the row."""
    return f"{_PREFIX}{row:x}-{zlib.crc32(' '.join((attribute, dataset or '')).encode()):08x}"


def row_of(name: str) -> int:
    """The row an instance's name leads to; 0 if it is no such name."""
    first = name.removeprefix(_PREFIX).partition("-")[0]
    try:
        return int(first, 16) if name.startswith(_PREFIX) else 0
    except ValueError:
        return 0


Change = Callable[[Instance], Document | None]


async def mend(pool: "asyncpg.Pool[asyncpg.Record]", entity: int, attribute: str, change: Change) -> int:
    """Change or, by None, delete instances of an attribute of an entity; how many were changed."""
    changed = 0
    async with pool.acquire() as connection, connection.transaction():
        rows = await connection.fetch(
            f"SELECT h.tableoid::regclass::text AS part, h.ctid, {_FIELDS} FROM twin.history h "  # noqa: S608
            "WHERE h.entity = $1 AND h.shape IN (SELECT shape FROM twin.part WHERE attribute = $2) FOR UPDATE",
            entity,
            attribute,
        )
        parts = await _parts(connection, {row["shape"] for row in rows})
        for row in rows:
            changed += await _mend_row(connection, row, parts, attribute, change)
    return changed


async def _mend_row(connection: Any, row: Any, parts: dict[int, list[Any]], attribute: str, change: Change) -> int:
    """Write one row anew, if anything of it changes."""
    kept: list[tuple[str, Document]] = []
    changed = 0
    for one in _of_row(row, parts):
        new = change(one) if one.name == attribute else one.document
        changed += new is not one.document
        if new is not None:
            kept.append((one.name, new))
    if not changed:
        return 0
    await connection.execute("DELETE FROM twin.history WHERE entity = $1 AND observed = $2 AND id = $3",
                             row["entity"], row["observed"], row["id"])  # fmt: skip
    shapes = Shapes()
    for moment in moments(kept, row["observed"]):
        numbers = await shapes.numbers(connection, [moment.shape])
        await connection.execute(
            "INSERT INTO twin.history VALUES ($1, $2, $3, $4, $5, $6, $7)", row["id"], row["entity"], moment.observed,
            row["recorded"], numbers[moment.shape], moment.numbers,
            msgspec.json.encode(moment.rest) if any(moment.rest) else None,
        )  # fmt: skip
    return changed


async def forget(pool: "asyncpg.Pool[asyncpg.Record]", entity: int) -> None:
    """Delete an entity and all of its history."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("DELETE FROM twin.history WHERE entity = $1", entity)
        await connection.execute("DELETE FROM twin.entity WHERE key = $1", entity)
