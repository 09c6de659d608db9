"""An entry as bytes: what its leaf hash is taken of.

A JSON array as RFC 8785 writes it (UTF-8, no spaces): the name of this form, the id, the moment in microseconds
since 1970, then the other columns in the order below; null for what is not there. Somebody with nothing but a copy
of the table and this text can compute every hash again.
"""

from collections.abc import Sequence

import msgspec

FORM = "onecity-ledger-1"
SELECTED = """
    e.id::text, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_kind, e.actor_id, e.actor_name, e.agency,
    e.resident_id::text, e.action, e.what, e.purpose, e.case_id::text
"""
WIDTH = 11  # columns selected


def canonical(row: Sequence[object]) -> bytes:
    """The bytes of one row as ``SELECTED`` reads it."""
    return msgspec.json.encode([FORM, *row])
