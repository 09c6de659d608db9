"""All @contexts this process knows, and the way from what a request names to a compiled one.

A request that names contexts used before costs a dictionary look-up. Otherwise the documents are found, in this order:
the core (a table of ours), documents hosted here, copies kept, the preload map, and last, only for servers the city
allows, the network.
"""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from onecity.twin.context.compiling import Definitions, compile_context
from onecity.twin.context.core import core_document, is_core
from onecity.twin.context.links import linked_context
from onecity.twin.context.preload import MAX_BYTES, parse_document, read_preloaded
from onecity.twin.context.refusals import BadContext, LdContextNotAvailable
from onecity.twin.context.shelf import Kind, MemoryShelf, Shelf, Stored
from onecity.twin.context.terms import CORE, Context

Fetch = Callable[[str], Awaitable[bytes]]
PATH = "/ngsi-ld/v1/jsonldContexts/"
_HOSTED = re.compile(re.escape(PATH) + r"([0-9a-f-]{36})$")
MAX_COMPILED = 1_000
MAX_DOCUMENTS = 32  # that one context may bring in
MAX_DEPTH = 8  # of lists within lists and documents that name documents
MAX_KEPT = 10_000  # documents held in memory


async def refuse_network(url: str) -> bytes:
    """The way to the network while none is allowed."""
    raise LdContextNotAvailable(
        "The @context is not available",
        f"{url} is neither hosted here nor preloaded, and its server is not on the city's list of allowed ones.",
    )


class Library:
    """The contexts of one process."""

    def __init__(
        self,
        *,
        preloaded: Mapping[str, Path] | None = None,
        shelf: Shelf | None = None,
        fetch: Fetch = refuse_network,
    ) -> None:
        self._files = preloaded or {}
        self.shelf: Shelf = shelf or MemoryShelf()
        self._fetch = fetch
        self._documents: dict[str, Stored] = {}
        self._compiled: OrderedDict[bytes | str, Context] = OrderedDict()
        self._implicit: dict[bytes | str, str] = {}

    async def resolve(self, link_header: str | None, body: object = None) -> Context:
        """The compiled context of a request: of its Link header, or of "@context" in its JSON body, or the core alone.

        Raises LdContextNotAvailable for a document that is not at hand, BadContext for one that cannot be used.
        """
        given: Any = linked_context(link_header) if link_header else None
        if given is None and isinstance(body, dict):
            given = body.get("@context")
        return CORE if given is None or given == [] else await self.context(given)

    async def context(self, given: Any) -> Context:
        """The compiled context of a URL, an inline object, or a list of both; one more use of each document."""
        key = given if isinstance(given, str) else _key_of(given)
        found = self._compiled.get(key)
        if found is None:
            found = await self._compile(given)
            self._keep(key, found)
        for url in found.urls:
            if url in self._documents:
                self._documents[url].use()
        return found

    def _keep(self, key: bytes | str, compiled: Context) -> None:
        """Remember a compiled context; the one made first is forgotten when there are too many."""
        self._compiled[key] = compiled
        if len(self._compiled) > MAX_COMPILED:
            self._compiled.popitem(last=False)

    async def _compile(self, given: Any) -> Context:
        """Collect the documents and compile them."""
        definitions: list[Definitions] = []
        urls: list[str] = []
        await self._collect(given, definitions, urls, ())
        return compile_context(definitions, document=given, urls=list(dict.fromkeys(urls)))

    async def _collect(
        self, given: Any, definitions: list[Definitions], urls: list[str], chain: tuple[str, ...]
    ) -> None:
        """Add the local contexts ``given`` stands for, in order; ``chain`` is the way that led here."""
        if len(chain) > MAX_DEPTH or len(urls) > MAX_DOCUMENTS:
            raise BadContext("The @context leads too far", "Name fewer documents, or nest them less.")
        if isinstance(given, str):
            await self._collect_document(given, definitions, urls, chain)
        elif isinstance(given, list):
            for part in given:
                await self._collect(part, definitions, urls, (*chain, ""))
        elif isinstance(given, dict):
            definitions.append(given)
        elif given is not None:
            raise BadContext("The @context has the wrong shape", "Give a URL, an object, or a list of both.")

    async def _collect_document(
        self, url: str, definitions: list[Definitions], urls: list[str], chain: tuple[str, ...]
    ) -> None:
        """Add what the document at ``url`` holds; the core adds nothing, as it is always there."""
        if is_core(url):
            return
        if url in chain:
            raise BadContext("An @context in a circle", f"{url} names itself by way of others.")
        stored = await self.document(url)
        urls.append(stored.key)
        await self._collect(stored.body["@context"], definitions, urls, (*chain, url))

    async def document(self, url: str) -> Stored:
        """The document a URL (or the key of a hosted one) stands for."""
        hosted = _HOSTED.search(url)
        key = hosted[1] if hosted else url
        stored = self._documents.get(key) or await self.shelf.find(key) or self._preloaded(key)
        if stored is None:
            if hosted:
                raise LdContextNotAvailable("There is no such @context", f"{url[:200]} is not hosted here.")
            if "://" not in url:
                raise BadContext("The @context is no URL", f"{url[:200]!r} is neither a URL nor a context hosted here.")
            stored = await self._download(url)
        self._hold(stored)
        return stored

    def _hold(self, stored: Stored) -> None:
        """Keep a document in memory, within bounds."""
        if len(self._documents) >= MAX_KEPT:
            self._documents.pop(next(iter(self._documents)))
        self._documents[stored.key] = stored

    def _preloaded(self, url: str) -> Stored | None:
        """The preload map's document, as a copy kept."""
        body = read_preloaded(url, self._files)
        return None if body is None else Stored(url, Kind.CACHED, body, datetime.now(UTC))

    async def _download(self, url: str) -> Stored:
        """Fetch a remote document and keep the copy, so that it is fetched once."""
        body = parse_document(await self._fetch(url), url)
        stored = Stored(url, Kind.CACHED, body, datetime.now(UTC))
        await self.shelf.put(stored)
        return stored

    async def url_of(self, compiled: Context) -> str:
        """One URL or local path for ``compiled``; a context that was given inline or as a list is hosted for it."""
        if compiled.url:
            return compiled.url
        key = _key_of(compiled.document)
        if key not in self._implicit:
            stored = await self.host({"@context": compiled.document}, Kind.IMPLICIT)
            self._implicit[key] = stored.key
        return PATH + self._implicit[key]

    # What the door of hosted contexts needs.

    async def host(self, body: Any, kind: Kind = Kind.HOSTED) -> Stored:
        """Keep a context document under a key of ours; it must be usable, but what it names need not be at hand."""
        if len(msgspec.json.encode(body)) > MAX_BYTES:
            raise BadContext("The @context is too large", f"At most {MAX_BYTES} bytes are accepted.")
        if isinstance(body["@context"], dict):
            compile_context([body["@context"]], document=body["@context"], urls=())
        stored = Stored(str(uuid4()), kind, body, datetime.now(UTC))
        await self.shelf.put(stored)
        self._hold(stored)
        return stored

    async def known(self) -> list[Stored]:
        """Every document in use or kept, oldest first; the core is not among them."""
        held = {stored.key: stored for stored in await self.shelf.all()} | self._documents
        return sorted(held.values(), key=lambda stored: stored.created)

    async def look_up(self, key: str) -> Stored | None:
        """A document in use or kept, by key or URL, without fetching anything."""
        if is_core(key):
            return Stored(key, Kind.CACHED, core_document(), _BEGIN)
        return self._documents.get(key) or await self.shelf.find(key)

    async def forget(self, key: str) -> None:
        """Drop a document and every compiled context it took part in."""
        await self.shelf.remove(key)
        self._documents.pop(key, None)
        self._implicit = {name: kept for name, kept in self._implicit.items() if kept != key}
        self._forget_compiled(key)

    def _forget_compiled(self, key: str) -> None:
        """Drop the compiled contexts a document took part in."""
        for name in [name for name, compiled in self._compiled.items() if key in compiled.urls]:
            del self._compiled[name]

    async def reload(self, key: str) -> None:
        """Take a copy anew from where it came; the old one stays if that fails."""
        fresh = self._preloaded(key) or await self._download(key)
        kept = self._documents.get(key)
        self._forget_compiled(key)
        fresh.hits = kept.hits if kept else 0
        self._hold(fresh)


_BEGIN = datetime(2018, 1, 1, tzinfo=UTC)


def _key_of(given: Any) -> bytes:
    """The name under which a compiled inline context or list is remembered."""
    raw = msgspec.json.encode(given, order="deterministic")
    if len(raw) > MAX_BYTES:
        raise BadContext("The @context is too large", f"At most {MAX_BYTES} bytes are accepted.")
    return raw
