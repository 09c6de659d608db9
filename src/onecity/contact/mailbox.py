"""The mailbox of the single number: read over IMAP (RFC 3501), and marked as seen only after a letter is stored."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from onecity.contact.incoming import LARGEST

BATCH = 50  # letters
PATIENCE = 30  # seconds
PORTS = {"imaps": 993, "imap": 143}
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
Server = imaplib.IMAP4


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where it is and how to get in; the password is never shown."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    is_encrypted: bool


def mailbox_of(address: str) -> Mailbox | None:
    """``imaps://user:password@host/folder`` taken apart; None for an empty one.

    Refuses other kinds of address, and a connection that is not encrypted but to this machine itself.
    """
    if not address:
        return None
    parts = urlsplit(address)
    user, password, folder = (unquote(text) for text in (parts.username or "", parts.password or "", parts.path[1:]))
    if parts.scheme not in PORTS or not (parts.hostname and user and password):
        raise ImproperlyConfigured("ONECITY_MAILBOX must be imaps://user:password@host/folder.")
    if parts.scheme == "imap" and not _is_here(parts.hostname):
        raise ImproperlyConfigured("ONECITY_MAILBOX must be imaps://: the password would be sent for all to read.")
    if any(sign in user + password + folder for sign in "\r\n\x00"):
        raise ImproperlyConfigured("ONECITY_MAILBOX holds a character that no mail server takes.")
    port = parts.port or PORTS[parts.scheme]
    return Mailbox(parts.hostname, port, user, password, folder or "INBOX", parts.scheme == "imaps")


def fetch(mailbox: Mailbox, store: Callable[[bytes], object], store_too_large: Callable[[bytes, int], object]) -> int:
    """Have the unseen letters stored, and mark each as seen when it is; how many. At most a batch."""
    with _signed_in(mailbox) as server:
        unseen = _answer(server.uid("SEARCH", "UNSEEN"))[0] or b""
        letters = unseen.split()[:BATCH]
        for uid in letters:
            _fetch_one(server, uid.decode(), store, store_too_large)
    return len(letters)


def _fetch_one(
    server: Server, uid: str, store: Callable[[bytes], object], store_too_large: Callable[[bytes, int], object]
) -> None:
    """Looking does not mark a letter (``PEEK``). One that somebody else has taken away meanwhile is left alone."""
    size = _size(server, uid)
    is_too_large = size > LARGEST
    raw = _body(server, uid, "BODY.PEEK[HEADER]" if is_too_large else "BODY.PEEK[]")
    if raw is None:
        return
    if is_too_large:
        store_too_large(raw, size)
    else:
        store(raw)
    _answer(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))


def _size(server: Server, uid: str) -> int:
    for line in _answer(server.uid("FETCH", uid, "(RFC822.SIZE)")):
        if isinstance(line, bytes) and (found := SIZE.search(line)):
            return int(found[1])
    return 0


def _body(server: Server, uid: str, part: str) -> bytes | None:
    for line in _answer(server.uid("FETCH", uid, f"({part})")):
        if isinstance(line, tuple):
            return bytes(line[1])
    return None


@contextmanager
def _signed_in(mailbox: Mailbox) -> Iterator[Server]:
    server = _connected(mailbox)
    try:
        server.login(mailbox.user, mailbox.password)
        folder = mailbox.folder.replace("\\", r"\\").replace('"', r"\"")
        _answer(server.select(f'"{folder}"'))
        yield server
    finally:
        server.shutdown()


def _connected(mailbox: Mailbox) -> Server:
    if not mailbox.is_encrypted:
        return imaplib.IMAP4(mailbox.host, mailbox.port, timeout=PATIENCE)
    trust = ssl.create_default_context()
    return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=trust, timeout=PATIENCE)


def _answer(answered: tuple[str, list[Any]]) -> list[Any]:
    """What the server said, when it said OK."""
    kind, said = answered
    if kind != "OK":
        raise imaplib.IMAP4.error(f"The mail server answered {kind}.")
    return said


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
