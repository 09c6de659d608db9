"""Remote @contexts: only from servers on the city's list (``ONECITY_CONTEXT_SERVERS``), none by default."""

import os
from urllib.parse import urljoin

import aiohttp

from onecity.common.outbound import Outbound, TargetRefused, parse_target
from onecity.twin.context.library import Fetch, refuse_network
from onecity.twin.context.preload import MAX_BYTES
from onecity.twin.context.refusals import LdContextNotAvailable

MAX_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = {"Accept": "application/ld+json, application/json;q=0.9"}


def context_servers() -> frozenset[str]:
    """The servers whose @contexts may be fetched: ``host`` or ``host:port``, as they stand in the URL."""
    given = os.environ.get("ONECITY_CONTEXT_SERVERS", "")
    return frozenset(server.strip().lower() for server in given.split(",") if server.strip())


def fetch_from(servers: frozenset[str], client: Outbound) -> Fetch:
    """A way to the network that leads to ``servers`` and nowhere else; each redirect is looked at again."""

    async def fetch(url: str) -> bytes:
        for _ in range(MAX_REDIRECTS + 1):
            if _server(url) not in servers:
                return await refuse_network(url)
            body, url = await _get(client, url)
            if body is not None:
                return body
        raise LdContextNotAvailable("The @context is not available", f"{url} redirects too often.")

    return fetch


def _server(url: str) -> str:
    """The ``host`` or ``host:port`` of a URL; empty if it is none we call."""
    try:
        return parse_target(url).netloc.lower()
    except TargetRefused:
        return ""


async def _get(client: Outbound, url: str) -> tuple[bytes | None, str]:
    """(body, URL), or (None, the URL a redirect leads to)."""
    try:
        answer = await client.send("GET", url, headers=_HEADERS)
        async with answer:
            if answer.status in _REDIRECTS:
                return None, urljoin(url, answer.headers.get("Location", ""))
            return await _body(answer, url), url
    except (aiohttp.ClientError, TargetRefused, OSError) as error:
        detail = f"{url} could not be fetched ({type(error).__name__})."
        raise LdContextNotAvailable("The @context is not available", detail) from error


async def _body(answer: aiohttp.ClientResponse, url: str) -> bytes:
    """The body of an answer, within the bound."""
    if answer.status != 200:
        raise LdContextNotAvailable("The @context is not available", f"{url} answers with status {answer.status}.")
    raw = b""
    async for part in answer.content.iter_chunked(64 * 1024):
        raw += part
        if len(raw) > MAX_BYTES:
            raise LdContextNotAvailable("The @context is too large", f"{url} has more than {MAX_BYTES} bytes.")
    return raw
