"""Messages that could not be taken in: kept with the reason until somebody has mended what was wrong."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec

Pool = "asyncpg.Pool[asyncpg.Record]"


class Parked(msgspec.Struct):
    """One message."""

    stream: str
    sequence: int
    topic: str
    payload: bytes
    reason: str
    at: datetime | None = None


async def park(pool: "asyncpg.Pool[asyncpg.Record]", messages: Sequence[Parked]) -> None:
    """Keep messages; what is kept already stays as it is."""
    await pool.executemany(
        "INSERT INTO twin.parked (stream, sequence, topic, payload, reason) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT DO NOTHING",
        [(one.stream, one.sequence, one.topic, one.payload, one.reason) for one in messages],
    )


async def parked(pool: "asyncpg.Pool[asyncpg.Record]", limit: int = 1_000) -> list[Parked]:
    """Messages kept, oldest first."""
    rows = await pool.fetch(
        "SELECT stream, sequence, topic, payload, reason, at FROM twin.parked ORDER BY at, sequence LIMIT $1", limit
    )
    return [Parked(**row) for row in rows]


async def forget(pool: "asyncpg.Pool[asyncpg.Record]", messages: Sequence[Parked]) -> None:
    """Drop messages that have been taken in."""
    await pool.executemany(
        "DELETE FROM twin.parked WHERE stream = $1 AND sequence = $2", [(one.stream, one.sequence) for one in messages]
    )
