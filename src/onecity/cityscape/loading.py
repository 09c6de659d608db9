"""Entities from a file into the store: created, or brought up to date; what was measured meanwhile stays."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from onecity.twin.changing import Operation, upsert
from onecity.twin.context import CORE, expand_entity
from onecity.twin.errors import Problem
from onecity.twin.store import Store

Document = dict[str, Any]
BATCH = 1_000


class Loaded(msgspec.Struct):
    """How many entities went in, and why others did not (id and reason of the first few)."""

    taken: int = 0
    refused: int = 0
    reasons: list[str] = []


def read_lines(file: Path) -> Iterator[Document]:
    """The entities of a file with one to a line."""
    decoder = msgspec.json.Decoder(dict[str, Any])
    with file.open("rb") as lines:
        for line in lines:
            if line.strip():
                yield decoder.decode(line)


async def load(store: Store, entities: Iterable[Document]) -> Loaded:
    """Put entities in, in batches; each belongs to the agency it names as `owner`, so that its devices may write it."""
    loaded, waiting = Loaded(), iter(entities)
    while batch := list(islice(waiting, BATCH)):
        operations = [_operation(loaded, entity) for entity in batch]
        good = [operation for operation in operations if operation is not None]
        for operation, outcome in zip(good, await store.commit(good), strict=True):
            _count(loaded, operation.id, outcome)
    return loaded


def _operation(loaded: Loaded, entity: Document) -> Operation | None:
    """What puts an entity in; None if it is not valid, which is noted."""
    try:
        operation = upsert("", expand_entity(entity, CORE), update=True)
    except Problem as problem:
        _count(loaded, str(entity.get("id")), problem)
        return None
    owner = entity.get("owner")
    operation.by = str(owner["value"]) if isinstance(owner, dict) else ""
    return operation


def _count(loaded: Loaded, name: str, outcome: Any) -> None:
    if not isinstance(outcome, Problem):
        loaded.taken += 1
        return
    loaded.refused += 1
    if len(loaded.reasons) < 5:
        loaded.reasons.append(f"{name}: {outcome.title}. {outcome.detail}")
