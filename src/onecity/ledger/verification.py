"""Reading the whole log again: entries, leaves, stored nodes, checkpoints, and statements kept elsewhere.

An entry that was edited, removed, swapped, slipped in or cut off is named, the first one first. Whoever changed an
entry and its leaf and the tree above still lacks the city's key for the leaf's seal; whoever holds that key too is
found out by a checkpoint that was exported before.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from onecity.ledger import keys, note, tree
from onecity.ledger.canonical import SELECTED, WIDTH, canonical
from onecity.ledger.note import BadNote, Statement

CHUNK = 5_000
LEAVES = f"""
SELECT l.index, l.entry_id, l.hash, l.seal, {SELECTED}
FROM ledger_leaf l LEFT JOIN ledger_entry e ON e.id = l.entry_id
WHERE l.index >= %s AND l.index < %s ORDER BY l.index
"""  # noqa: S608  our own words
NODES = "SELECT level, index, hash FROM ledger_node WHERE {} ORDER BY level, index"
CHECKPOINTS = "SELECT size, root, note FROM ledger_checkpoint WHERE size > %s AND size <= %s ORDER BY size"
STRAY = """
SELECT e.id FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.id
WHERE l.entry_id IS NULL AND e.id NOT IN (SELECT unnest(entries) FROM ledger_pending) ORDER BY e.id LIMIT 1
"""
VANISHED = """
SELECT w.id FROM (SELECT unnest(entries) AS id FROM ledger_pending) w
LEFT JOIN ledger_entry e ON e.id = w.id WHERE e.id IS NULL ORDER BY w.id LIMIT 1
"""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is wrong. ``index`` is its place in the log, ``entry`` its id, where it has them."""

    kind: str  # edited, removed, moved, inserted, vanished, cut-off, node, checkpoint, rolled-back
    words: str
    index: int | None = None
    entry: str = ""


class Found(Exception):
    """Ends the reading at the first finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.words)
        self.finding = finding


def verify(*, exported: Sequence[str] = (), progress: Progress = lambda _done, _all: None) -> Finding | None:
    """Read everything again; the first finding, or none. ``exported`` are checkpoints kept outside the database."""
    try:
        statements = [_read_exported(text) for text in exported]
        with transaction.atomic():
            _stand_still()
            _Reading(statements, progress).run()
    except Found as found:
        return found.finding
    return None


def _stand_still() -> None:
    """One view of the database for the whole reading, while the city goes on writing."""
    if len(connection.savepoint_ids) == 0 and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _read_exported(text: str) -> Statement:
    try:
        return note.read(text, keys.public_key())
    except BadNote as error:
        raise Found(Finding("checkpoint", f"The exported checkpoint cannot be used: {error}.")) from error


class _Reading:
    """One pass over the log, in chunks, in constant memory."""

    def __init__(self, exported: Sequence[Statement], progress: Progress) -> None:
        self.exported = sorted(exported, key=lambda statement: statement.size)
        self.progress = progress
        self.growing = tree.Growing()
        self.previous = 0
        self.size = self.expected = 0

    def run(self) -> None:
        self.size = _one("SELECT coalesce(max(index) + 1, 0) FROM ledger_leaf")
        self.expected = max(self.size, _one("SELECT coalesce(max(size), 0) FROM ledger_checkpoint"))
        for first in range(0, self.expected, CHUNK):
            self._chunk(first, min(first + CHUNK, self.expected))
            self.progress(self.growing.size, self.expected)
        self._whole()

    def _chunk(self, first: int, end: int) -> None:
        nodes, checkpoints = self._nodes(first, end), self._checkpoints(first, end)
        index = first
        for index, row in enumerate(_rows(LEAVES, [first, end]), first):
            self._leaf(index, row)
            for node in self.growing.append(bytes(row[2])):
                _same_node(node, nodes.pop((node.level, node.index), None))
            self._at(self.growing.size, checkpoints)
        if self.growing.size < end:
            raise Found(self._missing(self.growing.size))

    def _leaf(self, index: int, row: Sequence[Any]) -> None:
        stored, entry_id, digest, seal = int(row[0]), row[1], bytes(row[2]), bytes(row[3])
        if stored != index:
            raise Found(self._missing(index))
        if keys.seal(index, entry_id.bytes, digest) != seal:
            raise Found(
                _at(index, entry_id, "moved", "stands in a place that was not given to it, or its leaf was rewritten")
            )
        if row[4] is None:
            raise Found(_at(index, entry_id, "removed", "was removed"))
        if tree.leaf_hash(canonical(row[4 : 4 + WIDTH])) != digest:
            raise Found(_at(index, entry_id, "edited", "was edited"))

    def _missing(self, index: int) -> Finding:
        if index >= self.size:
            return Finding("cut-off", f"The log was cut off: row {index} and all after it are gone.", index)
        return Finding("removed", f"Row {index} was removed from the log.", index)

    def _nodes(self, first: int, end: int) -> dict[tuple[int, int], bytes]:
        """The stored nodes that become full within a chunk."""
        levels = range(tree.STRIDE, max(self.expected.bit_length(), tree.STRIDE) + tree.STRIDE, tree.STRIDE)
        wanted = " OR ".join("(level = %s AND index >= %s AND index < %s)" for _ in levels)
        values = [value for level in levels for value in (level, first >> level, end >> level)]
        return {(level, index): bytes(digest) for level, index, digest in _rows(NODES.format(wanted), values)}

    def _checkpoints(self, first: int, end: int) -> dict[int, tuple[bytes, str]]:
        return {size: (bytes(root), text) for size, root, text in _rows(CHECKPOINTS, [first, end])}

    def _at(self, size: int, checkpoints: dict[int, tuple[bytes, str]]) -> None:
        """Compare the tree at this size with the checkpoints stored and exported for it."""
        if size in checkpoints:
            _same_checkpoint(size, self.growing.root(), self.previous, *checkpoints[size])
            self.previous = size
        while self.exported and self.exported[0].size == size:
            if self.exported.pop(0).root != self.growing.root():
                raise Found(
                    Finding("rolled-back", f"The first {size} rows are not those of the exported checkpoint.", size - 1)
                )

    def _whole(self) -> None:
        """What only shows at the end: rows under no checkpoint, a shorter log than was stated, entries past it."""
        if self.previous < self.size:
            words = f"Row {self.previous} and those after it are under no checkpoint."
            raise Found(Finding("checkpoint", words, self.previous))
        for statement in self.exported:
            words = f"The exported checkpoint knows {statement.size} rows, the log has {self.size}: it was rolled back."
            raise Found(Finding("rolled-back", words, self.size))
        self._no_other_nodes()
        for (entry,) in _rows(STRAY, []):
            raise Found(Finding("inserted", f"Entry {entry} was put in past the ledger.", None, str(entry)))
        for (entry,) in _rows(VANISHED, []):
            words = f"Entry {entry} was removed before it got its place."
            raise Found(Finding("vanished", words, None, str(entry)))

    def _no_other_nodes(self) -> None:
        full = sum(self.size >> level for level in range(tree.STRIDE, 64, tree.STRIDE))
        if _one("SELECT count(*) FROM ledger_node") != full:
            raise Found(Finding("node", "There are more stored nodes than the log has."))


def _at(index: int, entry_id: UUID, kind: str, what: str) -> Finding:
    return Finding(kind, f"Row {index} (entry {entry_id}) {what}.", index, str(entry_id))


def _same_node(node: tree.Full, stored: bytes | None) -> None:
    if stored != node.hash:
        words = f"The stored node at level {node.level}, place {node.index} was changed or removed."
        raise Found(Finding("node", words, node.index << node.level))


def _same_checkpoint(size: int, root: bytes, previous: int, stored: bytes, text: str) -> None:
    try:
        stated = note.read(text, keys.public_key())
    except BadNote as error:
        raise Found(Finding("checkpoint", f"The checkpoint of {size} rows was altered: {error}.", size - 1)) from error
    if (stated.size, stated.root, stored) != (size, root, root):
        raise Found(Finding("checkpoint", f"The checkpoint of {size} rows does not fit the log.", size - 1))
    if stated.previous != previous:
        words = f"The checkpoint of {stated.previous} rows is missing before that of {size}."
        raise Found(Finding("checkpoint", words, size - 1))


def _rows(query: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        yield from cursor.fetchall()


def _one(query: str) -> int:
    return int(next(_rows(query, []))[0])
