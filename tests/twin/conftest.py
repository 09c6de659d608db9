"""A database of their own for the tests of the twin, which knows nothing of Django."""

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import pytest

from onecity.twin.door.app import app
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


class Twin:
    """The whole door in this process, with its store and subscriptions; calls are made as everybody or as an agency."""

    BASE = "/ngsi-ld/v1"

    def __init__(self, run: Run) -> None:
        self._run = run
        self._transport = httpx.ASGITransport(app)

    def __getattr__(self, method: str) -> Callable[..., httpx.Response]:
        return lambda path, **more: self._run(self._call(method.upper(), path, **more))

    async def _call(self, method: str, path: str, **more: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._transport, base_url="http://testserver") as client:
            return await client.request(method, self.BASE + path if not path.startswith("/raw") else path[4:], **more)

    def wait(self, seconds: float) -> None:
        """Let what is under way in the door go on."""
        self._run(asyncio.sleep(seconds))


@pytest.fixture
def closed_twin(twin_dsn: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """A twin that lets nobody in without a token."""
    monkeypatch.setenv("DATABASE_URL", twin_dsn)
    monkeypatch.setenv("ONECITY_LOCAL_TARGETS", "127.0.0.1:18085,127.0.0.1:18086")
    monkeypatch.delenv("NATS_URL", raising=False)
    life = app.router.lifespan_context(app)
    run(life.__aenter__())
    yield Twin(run)
    run(_empty(app.state.store))
    run(life.__aexit__(None, None, None))


@pytest.fixture
def twin(closed_twin: Twin, monkeypatch: pytest.MonkeyPatch) -> Twin:
    """A twin that is open."""
    monkeypatch.setenv("ONECITY_TWIN_OPEN", "1")
    return closed_twin
