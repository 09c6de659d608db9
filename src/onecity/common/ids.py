"""Identifiers: what a machine uses (UUIDv7) and what a person reads aloud (a case number)."""

import os
import secrets
import time
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_MISREAD = str.maketrans("ILO", "110", " -")


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, 5.7), so that rows arrive in index order: 48 bits of milliseconds, 12 bits of the fraction of
    the millisecond (6.2, method 3: what one process makes one after the other stays in that order), 62 random bits.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | ((rest * 4096 // 1_000_000) << 64) | (0x2 << 62) | random)


def new_number(prefix: str) -> str:
    """A random number to read aloud, such as ``HT-7K2M-9QXD-W``: 40 random bits and a check character.

    It names a case and grants nothing.
    """
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"


def check_character(body: str) -> str:
    """The check character of a body of base-32 digits: weighted sum modulo 31, which finds any single slip or swap."""
    total = sum((place + 2) * ALPHABET.index(digit) for place, digit in enumerate(body))
    return ALPHABET[total % 31]


def read_number(text: str) -> str | None:
    """The number as it is stored, however it was typed (case, spaces, O for 0), or None when the check fails."""
    prefix, _, rest = text.strip().upper().partition("-")
    digits = rest.translate(_MISREAD)
    if len(digits) != 9 or any(digit not in ALPHABET for digit in digits):
        return None
    if check_character(digits[:8]) != digits[8]:
        return None
    return f"{prefix}-{digits[:4]}-{digits[4:8]}-{digits[8]}"


def new_token() -> str:
    """An unguessable token for a link that must work alone: 128 random bits."""
    return secrets.token_urlsafe(16)
