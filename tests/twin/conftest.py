"""A database of their own for the tests of the twin, which knows nothing of Django."""

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from onecity.twin.store import Store, open_store

Run = Callable[[Awaitable[Any]], Any]


@pytest.fixture(scope="session")
def twin_dsn() -> Iterator[str]:
    """An empty database."""
    name = f"test_twin_{secrets.token_hex(4)}"
    asyncio.run(_administer(f"CREATE DATABASE {name}"))
    yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + name))
    asyncio.run(_administer(f"DROP DATABASE {name} WITH (FORCE)"))


async def _administer(statement: str) -> None:
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    await connection.execute(statement)
    await connection.close()


@pytest.fixture
def run() -> Iterator[Run]:
    """Runs a coroutine in the test's own loop."""
    with asyncio.Runner() as runner:
        yield runner.run  # type: ignore[misc]


@pytest.fixture
def store(twin_dsn: str, run: Run) -> Iterator[Store]:
    """An empty store."""
    store: Store = run(open_store(twin_dsn))
    yield store
    run(_empty(store))
    run(store.close())


async def _empty(store: Store) -> None:
    rows = await store.pool.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'twin' AND tablename <> 'applied'"
    )
    await store.pool.execute("TRUNCATE " + ", ".join(f"twin.{row['tablename']}" for row in rows))
    await store.pool.execute("INSERT INTO twin.tenant VALUES ('')")
