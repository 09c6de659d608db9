"""The ledger's keys, all derived from the city's signing key, each for one use."""

import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

SEAL_BYTES = 16


def _derived(use: bytes) -> bytes:
    """A key of its own (RFC 5869, expand step)."""
    return hmac.digest(settings.SIGNING_KEY, b"ledger-" + use + b"\x01", "sha256")


@lru_cache(maxsize=1)
def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_derived(b"checkpoint"))


def public_key() -> Ed25519PublicKey:
    return signing_key().public_key()


@lru_cache(maxsize=1)
def _seal_key() -> bytes:
    return _derived(b"seal")


def seal(index: int, entry_id: bytes, digest: bytes) -> bytes:
    """What binds a leaf's place, entry and hash: nobody without the city's key can move or rewrite a leaf unseen."""
    return hmac.digest(_seal_key(), index.to_bytes(8, "big") + entry_id + digest, "sha256")[:SEAL_BYTES]
