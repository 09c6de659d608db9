"""Giving entries their places in the tree. One sequencer works at a time; killed, it has done all or nothing."""

import logging
from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from onecity.common.clock import now
from onecity.ledger import keys, note, store, tree
from onecity.ledger.canonical import SELECTED, canonical
from onecity.ledger.models import Checkpoint
from onecity.ledger.note import Statement

logger = logging.getLogger(__name__)

BATCH = 10_000  # groups of entries a transaction
LOCK = 0x0C17_1ED6  # of our own choosing
TAKE = """
DELETE FROM ledger_pending WHERE ctid = ANY (ARRAY (SELECT ctid FROM ledger_pending LIMIT %s)) RETURNING entries
"""
READ = f"SELECT {SELECTED} FROM ledger_entry e WHERE e.id = ANY (%s) ORDER BY e.id"  # noqa: S608  our own words
Row = Sequence[object]


class LedgerBroken(RuntimeError):
    """What is stored does not continue the last signed checkpoint: nothing more is signed until a person has looked."""


def sequence_all(*, batch: int = BATCH) -> int:
    """Place everything that waits; how many entries were placed."""
    placed = 0
    while done := sequence(batch=batch):
        placed += done
    return placed


@transaction.atomic
def sequence(*, batch: int = BATCH) -> int:
    """Place one batch in one transaction, and sign the new checkpoint. None when another sequencer is at work."""
    if not _locked():
        return 0
    waiting = _take(batch)
    rows = _read(waiting)
    _put_back(set(waiting) - {UUID(str(row[0])) for row in rows})
    if rows:
        _extend(rows)
    return len(rows)


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _take(batch: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [batch])
        return [entry for (group,) in cursor.fetchall() for entry in group]


def _read(ids: list[UUID]) -> list[Row]:
    """The entries as they are stored: what was read back is what is hashed."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(READ, [ids])
        rows: list[Row] = cursor.fetchall()
    return rows


def _put_back(missing: set[UUID]) -> None:
    """Entries that were announced and are gone: somebody took them away. ``ledger verify`` names them from here."""
    if missing:
        logger.critical("ledger: %d entries vanished before they were placed", len(missing))
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ledger_pending (entries) VALUES (%s)", [sorted(missing)])


def _extend(rows: Sequence[Row]) -> None:
    last = store.newest_checkpoint()
    growing = store.growing(last.size if last else 0)
    if last and growing.root() != bytes(last.root):
        raise LedgerBroken(f"the tree does not fit the checkpoint of {last.size} leaves: run 'onecity ledger verify'")
    first = growing.size
    digests = [tree.leaf_hash(canonical(row)) for row in rows]
    nodes = [node for digest in digests for node in growing.append(digest)]
    _store_leaves(first, rows, digests)
    _store_nodes(nodes)
    _sign(growing, previous=first)


def _store_leaves(first: int, rows: Sequence[Row], digests: Sequence[bytes]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY ledger_leaf (index, entry_id, hash, seal) FROM STDIN") as copy,
    ):
        for index, (row, digest) in enumerate(zip(rows, digests, strict=True), first):
            entry_id = UUID(str(row[0]))
            copy.write_row((index, entry_id, digest, keys.seal(index, entry_id.bytes, digest)))


def _store_nodes(nodes: Sequence[tree.Full]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY ledger_node (level, index, hash) FROM STDIN") as copy:
        for node in nodes:
            copy.write_row((node.level, node.index, node.hash))


def _sign(growing: tree.Growing, *, previous: int) -> None:
    statement = Statement(size=growing.size, root=growing.root(), at=now(), previous=previous)
    Checkpoint.objects.create(
        size=statement.size, root=statement.root, at=statement.at, note=note.write(statement, keys.signing_key())
    )
