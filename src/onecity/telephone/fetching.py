"""A recording fetched from the provider: only from named origins, never from inside our own network, never for long."""

import base64
import http.client
import socket
import ssl
import time
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from onecity.common.errors import Refusal
from onecity.telephone.settings import recording_origins, voice_account, voice_secret

LARGEST = 10_000_000  # bytes: ten minutes of telephone sound
AT_ONCE = 4.0  # seconds while a caller waits (providers give us 15 for an answer); else the worker has more time
SECONDS = 60.0
CHUNK = 64 * 1024
PORTS = {"http": 80, "https": 443}


class NotFetched(Refusal):
    """The recording did not come. The message is for the log and has no caller in it."""

    code = "recording-not-fetched"
    status = 502


def fetch(url: str, seconds: float = SECONDS) -> bytes:
    """The sound behind an address of the provider. Redirects are not followed."""
    parts = _checked(url)
    until = time.monotonic() + seconds
    try:
        connection = _connect(parts, seconds / 2)
        try:
            connection.request("GET", _path(parts), headers=_headers())
            return _body(connection.getresponse(), until)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(f"The recording could not be fetched ({type(error).__name__}).") from error


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        raise NotFetched("The address of the recording is none.") from None
    if origin not in recording_origins() or not url.isascii() or not url.isprintable() or " " in url:
        raise NotFetched("The recording lies at an origin that ONECITY_VOICE_RECORDINGS does not name.")
    return parts


def _connect(parts: SplitResult, patience: float) -> http.client.HTTPConnection:
    """A connection to an address that was looked at, so that a name cannot lead somewhere else meanwhile."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    plain = socket.create_connection((_address(host, port), port), timeout=patience)
    connection = http.client.HTTPConnection(host, port)
    connection.sock = plain
    if parts.scheme == "https":
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    return connection


def _address(host: str, port: int) -> str:
    """Where a name leads. A literal address was named by the city itself; a name must lead outside."""
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if host in found:
        return host
    if not all(ip_address(address).is_global for address in found):
        raise NotFetched("The name of the recording's host leads into an inner network.")
    return min(found)


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers() -> dict[str, str]:
    known = {"Accept": "audio/*", "User-Agent": "OneCity"}
    if account := voice_account():
        known["Authorization"] = "Basic " + base64.b64encode(f"{account}:{voice_secret()}".encode()).decode()
    return known


def _body(answer: http.client.HTTPResponse, until: float) -> bytes:
    kind = answer.headers.get_content_type()
    if answer.status != http.HTTPStatus.OK or not kind.startswith("audio/"):
        raise NotFetched(f"The provider answered {answer.status} ({kind[:40]}) for the recording.")
    data = bytearray()
    while chunk := answer.read1(CHUNK):
        data += chunk
        if len(data) > LARGEST:
            raise NotFetched(f"The recording has more than {LARGEST} bytes.")
        if time.monotonic() > until:
            raise NotFetched("The recording came too slowly.")
    return bytes(data)
