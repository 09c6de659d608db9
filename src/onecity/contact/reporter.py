"""Who reported: what she left of herself, sealed, and by what her earlier contacts are found."""

import re
from dataclasses import dataclass

import msgspec

from onecity.common.sealed import fingerprint, seal, unseal


@dataclass(frozen=True, slots=True)
class Reporter:
    """Name and addresses as she left them; empty for somebody who wants to stay unknown.

    ``token`` is that of her page, kept only with an e-mail address: each letter to her has the link.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    token: str = ""


def sealed(reporter: Reporter) -> bytes | None:
    """For the table; nothing when she left nothing."""
    if not (reporter.name or reporter.phone or reporter.email):
        return None
    return seal(msgspec.json.encode(reporter).decode())


def opened(data: bytes | memoryview | None) -> Reporter:
    """What was sealed. The caller has made sure that the reader may know."""
    return msgspec.json.decode(unseal(bytes(data)), type=Reporter) if data else Reporter()


def phone_mark(phone: str) -> bytes | None:
    """The keyed hash of a telephone number, however it was written: its last eleven digits."""
    digits = re.sub(r"\D", "", phone)
    return fingerprint(f"phone:{digits[-11:]}") if digits else None


def email_mark(email: str) -> bytes | None:
    return fingerprint(f"email:{email}") if email.strip() else None


def token_mark(token: str) -> bytes:
    """The keyed hash of the token of a reporter's page. Tokens tell small letters from capitals."""
    return fingerprint("token:" + token.encode().hex())
