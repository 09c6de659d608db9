"""The tables of the twin: numbered files of SQL in this folder, each applied once, in order."""

from importlib import resources

import asyncpg

_LOCK = 7_201_846_223  # any number: two processes that start at once take turns


async def apply_tables(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    """Apply what has not been applied; the names of the files applied now."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute("CREATE SCHEMA IF NOT EXISTS twin")
        await connection.execute("CREATE TABLE IF NOT EXISTS twin.applied (file text PRIMARY KEY, at timestamptz)")
        done = {row["file"] for row in await connection.fetch("SELECT file FROM twin.applied")}
        files = [file for file in resources.files(__name__).iterdir() if file.name.endswith(".sql")]
        new = sorted((file for file in files if file.name not in done), key=lambda file: file.name)
        for file in new:
            await connection.execute(file.read_text())
            await connection.execute("INSERT INTO twin.applied VALUES ($1, now())", file.name)
    return [file.name for file in new]
