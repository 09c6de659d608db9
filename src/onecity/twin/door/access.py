"""Who may use the twin's doors: deny by default, by the same tokens and sessions as everywhere else in the city.

An agency's system shows its bearer token (issued in the city's administration, kept there as a hash): it may read
everything, create entities, and change those that it created. A signed pass in a cookie, which the web process hands
to people whose role allows it, may read. A device may send its measurements to ``/intake/``. Nobody else comes in.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import os
import time
from typing import Final

import asyncpg
import bcrypt
import msgspec
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from onecity.twin.door.answers import problem
from onecity.twin.errors import Forbidden, Problem, Unauthorized

COOKIE: Final = "twin_pass"
DEVICES: Final = "/intake/"
UNKNOWN: Final = "$2b$08$nJWI7pwbn6apudQ8FUpYSO8/Iz78FVXrLSZ.6K.ne.Cj0cvHkMGMi"  # of no device: it takes as long
KEPT: Final = 30.0  # seconds that a token is not looked up again
MAX_KEPT: Final = 10_000
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_QUERIES: Final = ("/entityOperations/query",)
_FIND = """SELECT agency FROM identity_apitoken
    WHERE token_hash = $1 AND agency <> '' AND expires_at > now() AND revoked_at IS NULL"""


class Caller(msgspec.Struct, frozen=True):
    """Who calls: an agency's system, or "" for a reader; ``writes`` whether it may change anything."""

    agency: str = ""
    writes: bool = False


EVERYBODY: Final = Caller(writes=True)  # of a broker that is open, as for measuring it


class Access:
    """Lets callers in, or refuses them; leaves who they are in ``scope["caller"]``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._known: dict[bytes, tuple[float, str]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            connection = HTTPConnection(scope)
            try:
                scope["caller"] = await self._caller(connection)
                _require(scope["caller"], scope["method"], scope["path"])
            except Problem as refusal:
                await problem(refusal)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _caller(self, connection: HTTPConnection) -> Caller:
        if os.environ.get("ONECITY_TWIN_OPEN") == "1" and os.environ.get("ONECITY_MODE") != "production":
            return EVERYBODY
        kind, _, token = connection.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "basic" and connection.url.path.startswith(DEVICES):
            return Caller(await self._device(connection, token.strip()), writes=True)
        if kind.lower() == "bearer" and token:
            return Caller(await self._agency(connection, token.strip()), writes=True)
        if is_pass(connection.cookies.get(COOKIE, "")):
            return Caller()
        raise Unauthorized("Nobody is known to ask", "Send the bearer token of an agency's system, or sign in.")

    async def _device(self, connection: HTTPConnection, given: str) -> str:
        """The agency of a device that shows its user and password."""
        digest = hashlib.sha256(b"device " + given.encode()).digest()
        until, agency = self._known.get(digest, (0.0, ""))
        if until < time.monotonic():
            agency = await _look_up_device(connection.app.state.store.pool, given)
            self._keep(digest, agency)
        if not agency:
            raise Unauthorized("The device is not known", "Its user or password is wrong, or it was removed.")
        return agency

    def _keep(self, digest: bytes, agency: str) -> None:
        if len(self._known) >= MAX_KEPT:
            self._known.clear()
        self._known[digest] = time.monotonic() + KEPT, agency

    async def _agency(self, connection: HTTPConnection, token: str) -> str:
        digest = hashlib.sha256(token.encode()).digest()
        until, agency = self._known.get(digest, (0.0, ""))
        if until < time.monotonic():
            agency = await _look_up(connection.app.state.store.pool, digest)
            self._keep(digest, agency)
        if not agency:
            raise Unauthorized("The token is not valid", "It is unknown, has expired, or was revoked.")
        return agency


async def _look_up(pool: "asyncpg.Pool[asyncpg.Record]", digest: bytes) -> str:
    try:
        return await pool.fetchval(_FIND, digest) or ""
    except asyncpg.UndefinedTableError:  # a twin on a database of its own has no agencies
        return ""


async def _look_up_device(pool: "asyncpg.Pool[asyncpg.Record]", given: str) -> str:
    """The agency of ``agency/name:password`` in base64 (RFC 7617); "" if that is no device's."""
    try:
        user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    agency, _, name = user.partition("/")
    kept = await pool.fetchval("SELECT password FROM twin.device WHERE agency = $1 AND name = $2", agency, name)
    good = await asyncio.to_thread(bcrypt.checkpw, password.encode()[:72], (kept or UNKNOWN).encode())
    return agency if kept and good else ""


def _require(caller: Caller, method: str, path: str) -> None:
    """Readers read."""
    if not caller.writes and method not in _READING and not path.endswith(_QUERIES):
        raise Forbidden("This may not be changed by you", "Only agencies' systems write to the twin.")


def _key() -> bytes:
    return hashlib.sha256(b"twin pass" + os.environ.get("ONECITY_SECRET_KEY", "").encode()).digest()


def make_pass(seconds: int) -> str:
    """A pass to read, for so many seconds; made by the web process for people whose role allows it."""
    until = str(int(time.time()) + seconds).encode()
    return base64.urlsafe_b64encode(until + b"." + _sign(until)).decode()


def is_pass(given: str) -> bool:
    """Whether a pass is ours and still good."""
    try:
        until, _, signature = base64.urlsafe_b64decode(given.encode()).partition(b".")
        good = hmac.compare_digest(signature, _sign(until)) and int(until) > time.time()
    except (binascii.Error, ValueError):
        return False
    return bool(os.environ.get("ONECITY_SECRET_KEY")) and good


def _sign(until: bytes) -> bytes:
    return hmac.new(_key(), until, hashlib.sha256).hexdigest().encode()
