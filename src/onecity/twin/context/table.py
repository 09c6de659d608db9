"""The shelf of @context documents in PostgreSQL (``twin.context``)."""

from collections.abc import Iterable
from typing import Any

import asyncpg
import msgspec

from onecity.twin.context.shelf import Kind, Stored

_FIND = "SELECT key, kind, body, created FROM twin.context WHERE key = $1"
_ALL = "SELECT key, kind, body, created FROM twin.context ORDER BY created"
_PUT = """
INSERT INTO twin.context (key, kind, body, created) VALUES ($1, $2, $3::text::json, $4)
ON CONFLICT (key) DO UPDATE SET body = excluded.body, created = excluded.created
"""
_REMOVE = "DELETE FROM twin.context WHERE key = $1"


class TableShelf:
    """Documents that outlive the process and are seen by all processes of the twin."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def find(self, key: str) -> Stored | None:
        row = await self._pool.fetchrow(_FIND, key)
        return None if row is None else _stored(row)

    async def put(self, stored: Stored) -> None:
        body = msgspec.json.encode(stored.body).decode()
        await self._pool.execute(_PUT, stored.key, stored.kind.value, body, stored.created)

    async def remove(self, key: str) -> bool:
        return str(await self._pool.execute(_REMOVE, key)) != "DELETE 0"

    async def all(self) -> Iterable[Stored]:
        return [_stored(row) for row in await self._pool.fetch(_ALL)]


def _stored(row: Any) -> Stored:
    return Stored(row["key"], Kind(row["kind"]), msgspec.json.decode(row["body"]), row["created"])
