"""Subscriptions in PostgreSQL (``twin.subscription``), and how telling their owners went."""

from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from onecity.twin.model import Document

_SELECT = (
    "SELECT tenant, id, body, context, created, modified, sent, failed, told, success, failure FROM twin.subscription "
)


class Kept(msgspec.Struct):
    """One subscription as it is stored."""

    tenant: str
    id: str
    body: Document
    context: Any
    created: datetime
    modified: datetime
    sent: int = 0
    failed: int = 0
    told: datetime | None = None
    success: datetime | None = None
    failure: datetime | None = None


class Tally(msgspec.Struct):
    """What has become of notifications since it was last written down."""

    sent: int = 0
    failed: int = 0
    told: datetime | None = None
    success: datetime | None = None
    failure: datetime | None = None


class Shelf:
    """Keeps subscriptions over a restart."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def add(self, tenant: str, name: str, body: Document, context: Any) -> bool:
        """Keep a new subscription; False if its id is taken."""
        done = await self._pool.execute(
            "INSERT INTO twin.subscription (tenant, id, body, context, created, modified) "
            "VALUES ($1, $2, $3, $4, now(), now()) ON CONFLICT DO NOTHING",
            tenant, name, msgspec.json.encode(body), msgspec.json.encode(context),
        )  # fmt: skip
        return str(done) == "INSERT 0 1"

    async def replace(self, tenant: str, name: str, body: Document, context: Any) -> None:
        """Keep a changed subscription."""
        await self._pool.execute(
            "UPDATE twin.subscription SET body = $3, context = $4, modified = now() WHERE tenant = $1 AND id = $2",
            tenant, name, msgspec.json.encode(body), msgspec.json.encode(context),
        )  # fmt: skip

    async def remove(self, tenant: str, name: str) -> bool:
        """Forget a subscription; whether there was one."""
        done = await self._pool.execute("DELETE FROM twin.subscription WHERE tenant = $1 AND id = $2", tenant, name)
        return str(done) != "DELETE 0"

    async def find(self, tenant: str, name: str) -> Kept | None:
        """One subscription."""
        row = await self._pool.fetchrow(
            _SELECT + "WHERE tenant = $1 AND id = $2",
            tenant,
            name,
        )
        return Kept(**row) if row else None

    async def page(self, tenant: str, limit: int, offset: int) -> list[Kept]:
        """Some subscriptions of a tenant, oldest first."""
        rows = await self._pool.fetch(
            _SELECT + "WHERE tenant = $1 ORDER BY created, id LIMIT $2 OFFSET $3",
            tenant, limit, offset,
        )  # fmt: skip
        return [Kept(**row) for row in rows]

    async def count(self, tenant: str) -> int:
        """How many subscriptions a tenant has."""
        found: int = await self._pool.fetchval("SELECT count(*) FROM twin.subscription WHERE tenant = $1", tenant)
        return found

    async def all(self) -> list[Kept]:
        """Every subscription of every tenant."""
        return [Kept(**row) for row in await self._pool.fetch(_SELECT)]

    async def write_down(self, tallies: dict[tuple[str, str], Tally]) -> None:
        """Add what has become of notifications."""
        await self._pool.executemany(
            "UPDATE twin.subscription SET sent = sent + $3, failed = failed + $4, told = coalesce($5, told), "
            "success = coalesce($6, success), failure = coalesce($7, failure) WHERE tenant = $1 AND id = $2",
            [(*key, t.sent, t.failed, t.told, t.success, t.failure) for key, t in tallies.items()],
        )
