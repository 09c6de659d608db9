"""Writing: what many callers want at the same time is done in one transaction, and nobody hears "done" before it is.

One task takes everything that has come in while the transaction before was under way, so that the price of a commit is
shared by all who wait ("group commit").
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg
import msgspec

from onecity.twin import changes
from onecity.twin.changing import Operation, Outcome
from onecity.twin.errors import Forbidden, InternalError, Problem
from onecity.twin.model import Document, instances_of
from onecity.twin.query.geo import LOCATION, shape_of
from onecity.twin.state import State
from onecity.twin.store.history import Moment, Shapes, moments
from onecity.twin.times import format_time

MAX_GROUP = 2_000  # operations in one transaction
MAX_WAITING = 50_000  # operations; who comes later waits
_encode = msgspec.json.encode
_COLUMNS = ("id", "entity", "observed", "recorded", "shape", "numbers", "rest")
_LOADED = ("id", "key", "owner", "current", "types", "scopes", "body", "created", "modified", "expires")
_KNOWN = """SELECT entity, observed, shape, numbers, rest FROM twin.history
    WHERE (entity, observed) IN (SELECT * FROM unnest($1::bigint[], $2::timestamptz[]))"""
Key = tuple[str, str]  # tenant, id

_LOAD = """SELECT key, tenant, id, owner, current, types, scopes, body, created, modified, expires FROM twin.entity
    WHERE (tenant, id) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY key FOR UPDATE"""
_INSERT = """INSERT INTO twin.entity
        (tenant, id, owner, current, types, scopes, body, created, modified, expires, place)
    SELECT tenant, id, owner, current, types::text[], scopes::text[], body, created, modified, expires, place::box FROM
    unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::text[], $6::text[], $7::jsonb[], $8::timestamptz[],
        $9::timestamptz[], $10::timestamptz[], $11::text[])
        AS n (tenant, id, owner, current, types, scopes, body, created, modified, expires, place)
    RETURNING tenant, id, key"""
_UPDATE = """UPDATE twin.entity e SET current = n.current, types = n.types::text[], scopes = n.scopes::text[],
    body = n.body, created = n.created, modified = n.modified, expires = n.expires, place = n.place::box FROM
    unnest($1::bigint[], $2::bool[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[],
        $7::timestamptz[], $8::timestamptz[], $9::text[])
        AS n (key, current, types, scopes, body, created, modified, expires, place) WHERE e.key = n.key"""


class Position(msgspec.Struct, frozen=True):
    """How far a stream has been taken in."""

    stream: str
    sequence: int


class Writer:
    """Writes for one process."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool
        self._shapes = Shapes()
        self._waiting: list[tuple[Sequence[Operation], Position | None, asyncio.Future[list[Outcome]]]] = []
        self._come = asyncio.Event()
        self._task = asyncio.create_task(self._run())
        self._ids = iter(range(0))

    async def commit(self, operations: Sequence[Operation], position: Position | None = None) -> list[Outcome]:
        """Do the operations, in order; each one's outcome once all are durable. ``position`` is kept with them."""
        future: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()
        self._waiting.append((operations, position, future))
        self._come.set()
        return await future

    async def close(self) -> None:
        """Finish what is waiting and stop."""
        while self._waiting:
            await asyncio.sleep(0.01)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await self._come.wait()
            group = self._group()
            try:
                await self._write_group(group)
            except asyncio.CancelledError:
                for _, _, future in group:
                    future.cancel()
                raise
            except Exception as error:  # noqa: BLE001  whoever waits is told; the next group may do better
                await self._each_alone(group, error)

    def _group(self) -> list[tuple[Sequence[Operation], Position | None, "asyncio.Future[list[Outcome]]"]]:
        """As much as fits into one transaction, first come first."""
        taken, size = 0, 0
        for operations, _, _ in self._waiting:
            if taken and size + len(operations) > MAX_GROUP:
                break
            taken, size = taken + 1, size + len(operations)
        group, self._waiting = self._waiting[:taken], self._waiting[taken:]
        if not self._waiting:
            self._come.clear()
        return group

    async def _each_alone(self, group: Any, error: Exception) -> None:
        """One part of a group may have spoilt it for all: each is tried alone, and told what became of it."""
        for part in group:
            try:
                if len(group) == 1:
                    raise error
                await self._write_group([part])
            except Exception as own:  # noqa: BLE001
                if not part[2].done():
                    part[2].set_exception(_told(own))

    async def _write_group(self, group: Any) -> None:
        operations = [operation for part in group for operation in part[0]]
        positions = [position for _, position, _ in group if position]
        outcomes = iter(await self._transaction(operations, positions))
        for part, _, future in group:
            found = [next(outcomes) for _ in part]
            if not future.done():
                future.set_result(found)

    async def _transaction(self, operations: list[Operation], positions: list[Position]) -> list[Outcome]:
        at = datetime.now(UTC)
        async with self._pool.acquire() as connection, connection.transaction():
            before = await _load(connection, {(one.tenant, one.id) for one in operations})
            after = dict(before)
            outcomes = [_applied(one, after, at) for one in operations]
            changed = {key: state for key, state in after.items() if state is not before.get(key)}
            await _save(connection, changed, before)
            await self._remember(connection, changed.values(), at)
            for position in positions:
                await _keep(connection, position)
        if changes.anyone_listens() and changed:
            changes.announce([_change(key, before.get(key), state, at) for key, state in changed.items()])
        return outcomes

    async def _remember(self, connection: Any, changed: Iterable[State], at: datetime) -> None:
        """Write the history, without what it knows already."""
        rows = [(state, moment) for state in changed for moment in moments(state.written, at)]
        if not rows:
            return
        async with self._pool.acquire() as other:
            numbers = await self._shapes.numbers(other, {moment.shape for _, moment in rows})
        if any(state.late for state, _ in rows):
            rows = await _unknown(connection, rows, numbers)
        ids = await self._reserve(connection, len(rows))
        records = [_row(n, state.key, moment, at, numbers) for n, (state, moment) in zip(ids, rows, strict=True)]
        await connection.copy_records_to_table("history", schema_name="twin", columns=_COLUMNS, records=records)

    async def _reserve(self, connection: Any, count: int) -> list[int]:
        """Numbers for rows of the history, fetched from the database many at a time."""
        found = [number for number, _ in zip(self._ids, range(count), strict=False)]
        while len(found) < count:
            blocks = await connection.fetch("SELECT nextval('twin.history_id') AS n FROM generate_series(1, $1)", 1_000)
            self._ids = iter([row["n"] for row in blocks])
            found += [number for number, _ in zip(self._ids, range(count - len(found)), strict=False)]
        return found


Rows = list[tuple[State, Moment]]


async def _unknown(connection: Any, rows: Rows, shapes: dict[Any, int]) -> Rows:
    """The rows without those, of what came late, that the history or the rows before have already.

    A device that missed an acknowledgement sends again what may have been overtaken meanwhile.
    """
    late = [(state.key, moment.observed) for state, moment in rows if _is_late(state, moment)]
    known = await connection.fetch(_KNOWN, [key for key, _ in late], [observed for _, observed in late])
    seen = {(row["entity"], row["observed"], row["shape"], *_content(row["numbers"], row["rest"])) for row in known}
    kept: Rows = []
    for state, moment in rows:
        sign = state.key, moment.observed, shapes[moment.shape], *_content(moment.numbers, moment.rest)
        if not _is_late(state, moment) or sign not in seen:
            kept.append((state, moment))
        seen.add(sign)
    return kept


def _is_late(state: State, moment: Moment) -> bool:
    return bool(state.late) and format_time(moment.observed) in state.late


def _content(numbers: list[float | None], rest: list[Any] | None) -> tuple[tuple[float | None, ...], bytes]:
    """What a row says, to be compared."""
    return tuple(numbers), _encode(rest, order="deterministic") if rest and any(rest) else b""


def _told(error: Exception) -> Problem:
    """What a caller hears when the database did not take the data."""
    if isinstance(error, Problem):
        return error
    problem = InternalError("The data were not stored", "Nothing was changed. Please send them again in a moment.")
    problem.__cause__ = error
    return problem


async def _load(connection: Any, wanted: set[Key]) -> dict[Key, State]:
    """The entities, locked in one order by all who write."""
    rows = await connection.fetch(_LOAD, [tenant for tenant, _ in wanted], [entity for _, entity in wanted])
    return {(row["tenant"], row["id"]): _state(row) for row in rows}


def _state(row: Any) -> State:
    return State(**{name: row[name] for name in _LOADED})


def _applied(operation: Operation, states: dict[Key, State], at: datetime) -> Outcome:
    """Do one operation; a refusal leaves the entity as it was."""
    key = operation.tenant, operation.id
    old = states.get(key)
    new = old.copy() if old else State(operation.id, owner=operation.by)
    try:
        _require_owner(new, operation.by)
        result = operation.apply(new, at)
    except Problem as problem:
        return problem
    states[key] = new
    return result


def _require_owner(state: State, by: str) -> None:
    """Only the agency that created an entity changes it, and the city itself."""
    if by not in ("", state.owner):
        raise Forbidden("This entity is another agency's", f"{state.id} can be changed by {state.owner or 'the city'}.")


async def _save(connection: Any, changed: dict[Key, State], before: dict[Key, State]) -> None:
    """Write the current state."""
    new = [(key, state) for key, state in changed.items() if key not in before]
    known = [state for key, state in changed.items() if key in before]
    if new:
        tenants = {key[0] for key, _ in new}
        await connection.executemany(
            "INSERT INTO twin.tenant VALUES ($1) ON CONFLICT DO NOTHING", [(t,) for t in tenants]
        )
        rows = [(*key, state.owner, *_columns(state)) for key, state in new]
        for found in await connection.fetch(_INSERT, *zip(*rows, strict=True)):
            changed[found["tenant"], found["id"]].key = found["key"]
    if known:
        await connection.execute(_UPDATE, *zip(*((state.key, *_columns(state)) for state in known), strict=True))


def _columns(state: State) -> tuple[Any, ...]:
    return (
        state.current,
        _array(state.types),
        _array(state.scopes),
        _encode(state.body),
        state.created,
        state.modified,
        state.expires,
        place_of(state.body),
    )


def _array(texts: list[str]) -> str:
    """Texts as PostgreSQL writes an array: lists of lists of different lengths cannot be sent otherwise."""
    quoted = ('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
    return "{" + ",".join(quoted) + "}"


def place_of(body: Document) -> str | None:
    """The box around an entity's ``location``, as PostgreSQL writes a box."""
    found = instances_of(body.get(LOCATION))
    value = found[0].get("value") if found else None
    if not isinstance(value, dict):
        return None
    if value.get("type") == "Point":
        x, y = value["coordinates"][:2]
        return f"({x!r},{y!r}),({x!r},{y!r})"
    if value.get("type") == "GeometryCollection":
        return None
    west, south, east, north = shape_of(value).bounds
    return f"({west!r},{south!r}),({east!r},{north!r})"


def _row(number: int, key: int, moment: Moment, at: datetime, shapes: dict[Any, int]) -> tuple[Any, ...]:
    rest = _encode(moment.rest) if any(moment.rest) else None
    return number, key, moment.observed, at, shapes[moment.shape], moment.numbers, rest


async def _keep(connection: Any, position: Position) -> None:
    await connection.execute(
        "INSERT INTO twin.position VALUES ($1, $2) ON CONFLICT (stream) DO UPDATE SET sequence = excluded.sequence",
        position.stream,
        position.sequence,
    )


def _change(key: Key, before: State | None, after: State, at: datetime) -> changes.Change:
    return changes.Change(
        tenant=key[0],
        id=key[1],
        before=before.document() if before and before.current else None,
        after=after.document() if after.current else None,
        at=at,
    )
