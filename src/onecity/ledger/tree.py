"""The hash tree of RFC 9162 (section 2.1), without any storage.

A tree over n leaves is split at the largest power of two below n; a leaf is hashed with 0x00 before it, a pair of
hashes with 0x01. ``Growing`` adds leaves in constant memory and tells which inner nodes became full at every
eighth level; proofs are lists of ranges of leaves, whose hashes the caller fetches or computes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

STRIDE = 8  # levels between two stored ones
WIDTH = 1 << STRIDE
EMPTY = sha256(b"").digest()

Range = tuple[int, int]  # leaves from (included) to (excluded)


@dataclass(frozen=True, slots=True)
class Full:
    """An inner node whose leaves are all there: the ``index``-th from the left at ``level`` (leaves are level 0)."""

    level: int
    index: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves, or over hashes of full nodes of one level."""
    return _joined(_peaks(hashes)) if hashes else EMPTY


def _peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots of the full trees that the hashes fall into, from left to right, the largest first."""
    peaks, start, rest = [], 0, len(hashes)
    while rest:
        width = 1 << (rest.bit_length() - 1)
        peaks.append(_full(hashes[start : start + width]))
        start, rest = start + width, rest - width
    return peaks


def _full(hashes: Sequence[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]


def _joined(peaks: Sequence[bytes]) -> bytes:
    joined = peaks[-1]
    for peak in reversed(peaks[:-1]):
        joined = node_hash(peak, joined)
    return joined


@dataclass(slots=True)
class Growing:
    """A tree that only grows. ``tails[k]`` holds the hashes of level 8k that are not yet under a node of level 8k+8."""

    size: int = 0
    tails: list[list[bytes]] = field(default_factory=lambda: [[]])

    def append(self, leaf: bytes) -> list[Full]:
        """Add a leaf's hash; the nodes at every eighth level that became full by it."""
        self.size += 1
        full: list[Full] = []
        self.tails[0].append(leaf)
        for depth in range(len(self.tails)):
            if len(self.tails[depth]) < WIDTH:
                break
            full.append(self._close(depth))
        return full

    def _close(self, depth: int) -> Full:
        digest = _full(self.tails[depth])
        self.tails[depth] = []
        if depth + 1 == len(self.tails):
            self.tails.append([])
        self.tails[depth + 1].append(digest)
        level = STRIDE * (depth + 1)
        return Full(level, (self.size >> level) - 1, digest)

    def root(self) -> bytes:
        peaks = [peak for tail in reversed(self.tails) for peak in _peaks(tail)]
        return _joined(peaks) if peaks else EMPTY


def tails_of(size: int) -> list[tuple[int, int, int]]:
    """Which hashes a tree of this size grows on: (level, first, one after the last), for each stored level."""
    found, level = [], 0
    while True:
        count = size >> level
        found.append((level, count & ~(WIDTH - 1), count))
        if count < WIDTH:
            return found
        level += STRIDE


def inclusion(index: int, size: int) -> list[Range]:
    """The ranges whose roots prove that a leaf is in the tree, from the bottom up (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    path: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency(old: int, new: int) -> list[Range]:
    """The ranges whose roots prove that a tree of size ``new`` begins with one of ``old`` (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} cannot continue one of {old}")
    path: list[Range] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, whole = middle, False
    return [*([] if whole else [(start, end)]), *path[::-1]]


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def range_root(start: int, end: int, full: Callable[[int, int], bytes]) -> bytes:
    """The root of a range that a proof names; ``full(level, index)`` gives the hash of a full node."""
    peaks = []
    while start < end:
        level = (end - start).bit_length() - 1
        peaks.append(full(level, start >> level))
        start += 1 << level
    return _joined(peaks)


def proves_inclusion(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a path proves that this leaf stands at this place (RFC 9162, 2.1.3.2)."""
    if index >= size:
        return False
    place, last, digest = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            digest = node_hash(step, digest)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            digest = node_hash(digest, step)
        place, last = place >> 1, last >> 1
    return last == 0 and digest == root


def proves_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path proves that the newer tree begins with the older one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps or not 0 < old < new:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (first, second) == (old_root, new_root)
