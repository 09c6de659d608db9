"""The store of the twin: the current state of every entity and its history, behind one small interface."""

import asyncio
from collections.abc import Sequence

import asyncpg

from onecity.twin.changing import Measurement, Operation, Outcome, record
from onecity.twin.errors import Problem
from onecity.twin.store.connection import open_pool
from onecity.twin.store.reading import Found, Reader, Selection, Selector
from onecity.twin.store.writing import Position, Writer
from onecity.twin.tables import apply_tables

__all__ = ["Found", "Measurement", "Position", "Selection", "Selector", "Store", "open_store"]

LONGEST_CLOSE = 5.0  # seconds


class Store:
    """What the rooms of the twin know of the database."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", writer: Writer | None = None, by: str = "") -> None:
        self.pool = pool
        self.reader = Reader(pool)
        self.writer = writer or Writer(pool)
        self._by = by

    def acting_for(self, agency: str) -> "Store":
        """The same store, in the hands of an agency's system; "" for the city itself."""
        return Store(self.pool, self.writer, agency)

    async def commit(self, operations: Sequence[Operation], position: Position | None = None) -> list[Outcome]:
        """Do the operations in order, durably; each one's result or refusal."""
        if self._by:
            for operation in operations:
                operation.by = self._by
        return await self.writer.commit(operations, position)

    async def do(self, operation: Operation) -> Outcome:
        """Do one operation; raises its refusal."""
        (outcome,) = await self.commit([operation])
        if isinstance(outcome, Problem):
            raise outcome
        return outcome

    async def record(
        self, tenant: str, measurements: Sequence[Measurement], position: Position | None = None
    ) -> list[Outcome]:
        """Merge what sensors say; ``position`` in their stream is kept in the same transaction."""
        return await self.commit([record(tenant, one) for one in measurements], position)

    async def position(self, stream: str) -> int:
        """How far a stream has been taken in; 0 if it is new."""
        found: int | None = await self.pool.fetchval("SELECT sequence FROM twin.position WHERE stream = $1", stream)
        return found or 0

    async def tenants(self) -> set[str]:
        """Every tenant there is."""
        return {row["name"] for row in await self.pool.fetch("SELECT name FROM twin.tenant")}

    async def close(self) -> None:
        """Finish what is under way; what does not end in time is broken off, as the database would in its place."""
        try:
            await asyncio.wait_for(self.writer.close(), LONGEST_CLOSE)
            await asyncio.wait_for(self.pool.close(), LONGEST_CLOSE)
        except TimeoutError:
            self.pool.terminate()


async def open_store(dsn: str, *, connections: int = 10) -> Store:
    """The store of a database, its tables made where they are missing."""
    pool = await open_pool(dsn, size=connections)
    async with pool.acquire() as connection:
        await apply_tables(connection)
    return Store(pool)
