"""Where context documents stand: hosted by us, made implicitly, or copies of remote ones."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

import msgspec


class Kind(StrEnum):
    """Who a stored @context belongs to (ETSI GS CIM 009, 5.13)."""

    HOSTED = "Hosted"
    CACHED = "Cached"
    IMPLICIT = "ImplicitlyCreated"


class Stored(msgspec.Struct):
    """One context document with what is known of it.

    ``key``   our own short name for it (hosted ones), or the URL it was copied from
    ``hits``  how often this process used it since it began
    """

    key: str
    kind: Kind
    body: Any
    created: datetime
    hits: int = 0
    last_use: datetime | None = None

    def use(self) -> None:
        """Count one use."""
        self.hits += 1
        self.last_use = datetime.now(UTC)


class Shelf(Protocol):
    """Keeps documents over a restart."""

    async def find(self, key: str) -> Stored | None:
        """The document under ``key``."""

    async def put(self, stored: Stored) -> None:
        """Keep a document, in the place of an earlier one of the same key."""

    async def remove(self, key: str) -> bool:
        """Forget a document; whether there was one."""

    async def all(self) -> Iterable[Stored]:
        """Every document, oldest first."""


class MemoryShelf:
    """A shelf without a database, for tests and tools."""

    def __init__(self) -> None:
        self._documents: dict[str, Stored] = {}

    async def find(self, key: str) -> Stored | None:
        return self._documents.get(key)

    async def put(self, stored: Stored) -> None:
        self._documents[stored.key] = stored

    async def remove(self, key: str) -> bool:
        return self._documents.pop(key, None) is not None

    async def all(self) -> Iterable[Stored]:
        return list(self._documents.values())
