"""Days of history: a partition for each, made ahead of time, and dropped when the city keeps them no longer.

``twin.history_other`` takes what is older than the first day we made, or further ahead than the last.
"""

import asyncio
import logging
import os
from datetime import UTC, date, datetime, timedelta

import asyncpg

_log = logging.getLogger("onecity.twin.store")
AHEAD = 7  # days made ahead
EVERY = 3600.0  # seconds between looks at the calendar
_LOCK = 7_201_846_224  # two processes take turns
_DAYS = """SELECT child.relname AS name FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
    WHERE inhparent = 'twin.history'::regclass"""


def days_kept() -> int:
    """How many days of history the city keeps (``ONECITY_HISTORY_DAYS``); 0 for all."""
    return int(os.environ.get("ONECITY_HISTORY_DAYS", "400"))


def name_of(day: date) -> str:
    """The partition of a day."""
    return f"history_{day:%Y%m%d}"


async def tend(pool: "asyncpg.Pool[asyncpg.Record]", today: date) -> tuple[list[str], list[str]]:
    """Make the partitions of the days to come, drop those kept long enough; the names of both."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        there = {row["name"] for row in await connection.fetch(_DAYS)}
        wanted = [today + timedelta(days=n) for n in range(AHEAD + 1)]
        made = [name_of(day) for day in wanted if name_of(day) not in there and await _make(connection, day)]
        dropped = sorted(name for name in there if _is_over(name, today))
        for name in dropped:
            await connection.execute(f"DROP TABLE twin.{name}")
    return made, dropped


async def _make(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", day: date) -> bool:
    """A day's partition; False if the catch-all holds rows of that day already, which then stay there."""
    bounds = f"FROM ('{day}T00:00:00Z') TO ('{day + timedelta(days=1)}T00:00:00Z')"
    try:
        async with connection.transaction():
            statement = f"CREATE TABLE twin.{name_of(day)} PARTITION OF twin.history FOR VALUES {bounds}"
            await connection.execute(statement)
    except asyncpg.CheckViolationError:
        return False
    return True


def _is_over(name: str, today: date) -> bool:
    """Whether the city keeps a partition no longer; the catch-all is kept."""
    digits, kept = name.removeprefix("history_"), days_kept()
    if not digits.isdecimal() or not kept:
        return False
    return datetime.strptime(digits, "%Y%m%d").replace(tzinfo=UTC).date() < today - timedelta(days=kept)


async def keep_tending(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    """Until cancelled."""
    while True:
        try:
            _, dropped = await tend(pool, datetime.now(UTC).date())
            if dropped:
                _log.info("history dropped: %s", ", ".join(dropped))
        except (asyncpg.PostgresError, OSError) as error:
            _log.warning("the days of history could not be tended: %s", error)
        await asyncio.sleep(EVERY)
