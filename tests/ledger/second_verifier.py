"""RFC 9162 once more, written straight from the definitions and sharing nothing with ``onecity.ledger``.

Whole trees are hashed by recursion, and proofs are checked by rebuilding both roots from the recursive definitions.
"""

import base64
import hashlib
import json


def tree_hash(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return pair(tree_hash(leaves[:split]), tree_hash(leaves[split:]))


def pair(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf(data):
    return hashlib.sha256(b"\x00" + data).digest()


def largest_power_below(size):
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def root_from_inclusion(index, size, digest, path):
    """The root that a path leads to, or None when it has the wrong length."""
    if size == 1:
        return digest if not path else None
    if not path:
        return None
    split = largest_power_below(size)
    if index < split:
        inner = root_from_inclusion(index, split, digest, path[:-1])
        return inner and pair(inner, path[-1])
    inner = root_from_inclusion(index - split, size - split, digest, path[:-1])
    return inner and pair(path[-1], inner)


def roots_from_consistency(old, new, path, old_root, whole=True):
    """(old root, new root) that a path leads to, or None when it has the wrong length."""
    if old == new:
        if whole:
            return (old_root, old_root) if not path else None
        return (path[0], path[0]) if len(path) == 1 else None
    if not path:
        return None
    split = largest_power_below(new)
    if old <= split:
        inner = roots_from_consistency(old, split, path[:-1], old_root, whole)
        return inner and (inner[0], pair(inner[1], path[-1]))
    inner = roots_from_consistency(old - split, new - split, path[:-1], old_root, whole=False)
    return inner and (pair(path[-1], inner[0]), pair(path[-1], inner[1]))


def canonical(entry):
    """The bytes of an entry from its columns, by the standard library alone."""
    moment = entry.at
    microseconds = int(moment.timestamp()) * 1_000_000 + moment.microsecond
    values = [
        "onecity-ledger-1", str(entry.pk), microseconds,
        entry.actor_kind, entry.actor_id, entry.actor_name, entry.agency,
        entry.resident_id and str(entry.resident_id), entry.action, entry.what, entry.purpose,
        entry.case_id and str(entry.case_id),
    ]  # fmt: skip
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def read_note(note):
    """(size, root) of a checkpoint, as any reader of signed notes would take it."""
    lines = note.split("\n")
    return int(lines[1]), base64.b64decode(lines[2])
