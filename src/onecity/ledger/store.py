"""The stored hashes of the tree, and what is computed from them."""

from functools import lru_cache

from django.db import connection

from onecity.ledger import tree
from onecity.ledger.models import Checkpoint


def newest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def hashes(level: int, first: int, end: int) -> list[bytes]:
    """The stored hashes of one level (0, 8, 16, ...) from ``first`` up to ``end``."""
    where, values = ("ledger_leaf WHERE", []) if level == 0 else ("ledger_node WHERE level = %s AND", [level])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT hash FROM {where} index >= %s AND index < %s ORDER BY index",  # noqa: S608  our own words
            [*values, first, end],
        )
        return [bytes(row[0]) for row in cursor.fetchall()]


def growing(size: int) -> tree.Growing:
    """The tree as it stands at this size, ready to grow."""
    return tree.Growing(size=size, tails=[hashes(*tail) for tail in tree.tails_of(size)])


def inclusion_proof(index: int, size: int) -> list[bytes]:
    """The path that proves a leaf's place in the tree of this size."""
    return _roots(tree.inclusion(index, size))


def consistency_proof(old: int, new: int) -> list[bytes]:
    """The path that proves that the log only grew between two sizes."""
    return _roots(tree.consistency(old, new))


def _roots(ranges: list[tree.Range]) -> list[bytes]:
    full = lru_cache(maxsize=None)(_full)
    return [tree.range_root(start, end, full) for start, end in ranges]


def _full(level: int, index: int) -> bytes:
    """The hash of a full node, from the nearest stored level below it (at most 128 hashes)."""
    below = level - level % tree.STRIDE
    width = 1 << (level - below)
    return tree.root_of(hashes(below, index * width, (index + 1) * width))
