"""Checkpoints as signed notes (C2SP signed-note and tlog-checkpoint), readable by any tool that knows these.

onecity/ledger/1f2e3d4c         the log: named after its key
1205                            leaves
<base64>                        root
time 2026-12-03T08:15:00.000001+00:00
previous 1180                   the size of the checkpoint before

— onecity/ledger/1f2e3d4c <base64 of key id and Ed25519 signature>
"""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"


class BadNote(ValueError):
    """A text that is no checkpoint of this log: broken, altered, or signed by another key."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint states."""

    size: int
    root: bytes
    at: datetime
    previous: int


def write(statement: Statement, key: Ed25519PrivateKey) -> str:
    """The signed note."""
    name = origin(key.public_key())
    body = "\n".join(
        [
            name,
            str(statement.size),
            b64encode(statement.root).decode(),
            f"time {statement.at.isoformat()}",
            f"previous {statement.previous}",
            "",
        ]
    )
    signature = _key_id(name, key.public_key()) + key.sign(body.encode())
    return f"{body}\n— {name} {b64encode(signature).decode()}\n"


def read(note: str, key: Ed25519PublicKey) -> Statement:
    """The statement of a note that this key has signed. Raises ``BadNote``."""
    body, _, signatures = note.replace("\r\n", "\n").partition("\n\n")
    body += "\n"
    _check(body, signatures, key)
    try:
        _name, size, root, time, previous = body.rstrip("\n").split("\n")
        at = datetime.fromisoformat(time.removeprefix("time "))
        return Statement(int(size), b64decode(root, validate=True), at, int(previous.removeprefix("previous ")))
    except ValueError as error:
        raise BadNote("this is no checkpoint") from error


def _check(body: str, signatures: str, key: Ed25519PublicKey) -> None:
    name = origin(key)
    for line in signatures.splitlines():
        if line.startswith(f"— {name} ") and body.startswith(f"{name}\n"):
            return _check_signature(body, line.rpartition(" ")[2], name, key)
    raise BadNote("this checkpoint is of another log")


def _check_signature(body: str, signature: str, name: str, key: Ed25519PublicKey) -> None:
    try:
        signed = b64decode(signature, validate=True)
        key.verify(signed[4:], body.encode())
    except (BadBase64, InvalidSignature) as error:
        raise BadNote("the signature does not fit") from error
    if signed[:4] != _key_id(name, key):
        raise BadNote("the signature does not fit")


def origin(key: Ed25519PublicKey) -> str:
    """The log's name: it changes only with the key."""
    return f"onecity/ledger/{sha256(key.public_bytes_raw()).hexdigest()[:8]}"


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + key.public_bytes_raw()).digest()[:4]
