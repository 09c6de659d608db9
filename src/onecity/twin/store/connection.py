"""Connections to PostgreSQL: a pool whose ``jsonb`` is bytes on the way in and Python on the way out."""

from typing import Any

import asyncpg
import msgspec

Connection = asyncpg.pool.PoolConnectionProxy  # type: ignore[type-arg]
_VERSION = b"\x01"  # of PostgreSQL's binary form of jsonb


def _decode(raw: bytes) -> Any:
    return msgspec.json.decode(memoryview(raw)[1:])


async def _prepare(connection: Any) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_VERSION.__add__, decoder=_decode, format="binary"
    )


async def open_pool(dsn: str, *, size: int = 10) -> "asyncpg.Pool[asyncpg.Record]":
    """A pool of at most ``size`` connections."""
    return await asyncpg.create_pool(
        dsn, min_size=1, max_size=size, init=_prepare, command_timeout=60, server_settings={"application_name": "twin"}
    )
