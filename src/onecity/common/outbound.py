"""Requests to addresses that other people name: never into our own network (server-side request forgery, CWE-918).

A name is resolved once, every address it leads to is looked at, and the connection goes to an address that was looked
at, so that a name cannot lead somewhere else meanwhile. A city may name local targets of its own
(``ONECITY_LOCAL_TARGETS``: ``host:port`` pairs, separated by commas); all others must lie outside.
No Django here: the twin uses it too.
"""

import asyncio
import os
import socket
from collections.abc import Collection, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from types import TracebackType
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

PORTS = {"http": 80, "https": 443, "mqtt": 1883, "mqtts": 8883}
# Networks that carry an inner IPv4 address within an IPv6 one: NAT64 and 6to4 (RFC 6052, RFC 3056).
_CARRIERS = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"))


class TargetRefused(Exception):
    """An address we do not call: not of a kind we speak, or inside a network that is not the caller's business."""


def local_targets() -> frozenset[str]:
    """The local targets the city allows, ``host:port`` each."""
    given = os.environ.get("ONECITY_LOCAL_TARGETS", "")
    return frozenset(target.strip().lower() for target in given.split(",") if target.strip())


def parse_target(url: str, schemes: Collection[str] = ("http", "https")) -> SplitResult:
    """The parts of a URL we may call, as far as its text tells; raises TargetRefused with a reason."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise TargetRefused(f"The address cannot be read: {error}.") from error
    if parts.scheme not in schemes:
        raise TargetRefused(f"An address must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    if not parts.hostname or port == 0 or not url.isascii() or not url.isprintable() or " " in url:
        raise TargetRefused("The address names no host, or has characters that no address has.")
    return parts


def is_outside(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if any(ip in carrier for carrier in _CARRIERS):
            return False
        ip = ip.ipv4_mapped or ip
    return ip.is_global and not ip.is_multicast


async def look_up(host: str, port: int, local: Collection[str] = ()) -> list[str]:
    """The addresses of ``host`` we may connect to; raises TargetRefused when one of them lies inside."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TargetRefused(f"There is no host of the name {host!r}.") from error
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    if f"{host.lower()}:{port}" not in local and not all(is_outside(address) for address in addresses):
        raise TargetRefused(f"{host!r} leads into an inner network that the city has not opened.")
    return addresses


class _Resolver(AbstractResolver):
    """Names, looked up by the rule above, for aiohttp."""

    def __init__(self, local: Collection[str]) -> None:
        self._local = local

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of one host, as aiohttp wants them; ``family`` is left to the addresses themselves."""
        del family
        return [_result(host, address, port) for address in await look_up(host, port, self._local)]

    async def close(self) -> None:
        """Nothing is held."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)


class Outbound:
    """An HTTP client that calls only targets outside or named by the city. It follows no redirect and uses no proxy."""

    def __init__(self, local: Collection[str] | None = None, *, seconds: float = 10.0, per_host: int = 4) -> None:
        self.local = local_targets() if local is None else local
        connector = aiohttp.TCPConnector(resolver=_Resolver(self.local), use_dns_cache=False, limit_per_host=per_host)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=seconds),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "OneCity"},
        )

    async def send(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None, **more: Any
    ) -> aiohttp.ClientResponse:
        """Send a request; the answer's body is still to be read, or released. ``more`` goes to aiohttp."""
        parts = parse_target(url)
        self._check_literal(parts)
        return await self._session.request(method, url, data=body, headers=headers, allow_redirects=False, **more)

    def _check_literal(self, parts: SplitResult) -> None:
        """An address written as digits is not resolved, so it is looked at here."""
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        if f"{host}:{port}" in self.local:
            return
        try:
            outside = is_outside(host)
        except ValueError:
            return  # a name: it is looked up, and looked at, when the connection is made
        if not outside:
            raise TargetRefused(f"{host!r} lies in an inner network that the city has not opened.")

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
