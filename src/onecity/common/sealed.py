"""Personal identifiers at rest: encrypted, and found by a keyed hash."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


def _key(use: str) -> bytes:
    """A key of its own for each use, derived from the city's identifier key (HMAC as PRF, RFC 5869 expand step)."""
    return hmac.digest(settings.IDENTIFIER_KEY, use.encode() + b"\x01", "sha256")


def seal(text: str) -> bytes:
    """Encrypt a short text (AES-256-GCM, random nonce in front)."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key("seal")).encrypt(nonce, text.encode(), None)


def unseal(sealed: bytes) -> str:
    """The text again. Raises cryptography's InvalidTag when it was altered or the key is another."""
    return AESGCM(_key("seal")).decrypt(sealed[:NONCE], bytes(sealed[NONCE:]), None).decode()


def fingerprint(text: str) -> bytes:
    """A keyed hash (32 bytes) by which an identifier is found again without being stored readable."""
    return hmac.digest(_key("find"), text.strip().upper().encode(), hashlib.sha256)
