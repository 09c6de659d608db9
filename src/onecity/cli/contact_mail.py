"""What `onecity contact take-mail`, `fetch-mail` and `retry-mail` do, once Django is there."""

import sys

from onecity.common.outages import UNAVAILABLE
from onecity.contact.incoming import LARGEST
from onecity.contact.mail import store, store_too_large, take_in, take_in_waiting, try_refused_again
from onecity.contact.mail_jobs import fetch_mail
from onecity.contact.models import Inbound

LATER = 75  # EX_TEMPFAIL of sysexits.h


def take() -> int:
    """Store the letter on standard input, then read it; what cannot be read now the worker reads."""
    raw = sys.stdin.buffer.read(LARGEST + 1)
    try:
        inbound = _stored(raw)
        take_in(inbound.id)
    except UNAVAILABLE:
        print("The database cannot be reached; bring the letter again.", file=sys.stderr)
        return LATER
    return 0


def fetch() -> int:
    """Store what is new in the mailbox, and read everything that waits."""
    print(f"Fetched: {fetch_mail()}. Read: {take_in_waiting()}.")
    return 0


def retry() -> int:
    print(f"To be read again: {try_refused_again()}. Read: {take_in_waiting()}.")
    return 0


ACTS = {"fetch-mail": fetch, "retry-mail": retry}


def _stored(raw: bytes) -> Inbound:
    if len(raw) <= LARGEST:
        return store(raw)
    headers = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return store_too_large(headers[:100_000] + b"\n\n", len(raw))
