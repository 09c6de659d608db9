"""Identifiers: what a machine uses (UUIDv7) and what a person reads aloud (a case number)."""

import os
import secrets
import time
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_MISREAD = str.maketrans("ILO", "110", " -")


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, then random, so that rows arrive in index order."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF000 << 64) | (0x7000 << 64)
    return UUID(int=value & ~(0xC000 << 48) | (0x8000 << 48))


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
