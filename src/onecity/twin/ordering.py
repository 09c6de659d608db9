"""``orderBy``: entities in the order of values of theirs (ETSI GS CIM 009, 4.23)."""

from typing import Any, Final

import msgspec

from onecity.twin.context.terms import Context
from onecity.twin.errors import BadRequestData
from onecity.twin.query.judging import targets
from onecity.twin.query.nodes import ENTITY_TIMES, Path
from onecity.twin.query.parsing import parse_path

Document = dict[str, Any]
_MEMBERS: Final = ENTITY_TIMES | {"id", "type"}
MAX_KEYS: Final = 10


class Key(msgspec.Struct, frozen=True):
    """One thing to order by: a member of the entity, or what a path leads to."""

    path: Path
    descending: bool = False


def parse_order(text: str, context: Context) -> list[Key]:
    """The keys of ``name;asc,age;desc``; raises BadRequestData."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > MAX_KEYS:
        raise BadRequestData("orderBy names too many keys", f"At most {MAX_KEYS} are accepted.")
    return [_key(part, context) for part in parts]


def _key(part: str, context: Context) -> Key:
    name, _, direction = part.partition(";")
    if direction not in ("", "asc", "desc"):
        raise BadRequestData("orderBy cannot be read", f"{part[:60]!r}: write name, name;asc or name;desc.")
    path = Path((name,)) if name in _MEMBERS else parse_path(name, context)
    return Key(path, descending=direction == "desc")


def ordered(documents: list[Document], keys: list[Key]) -> list[Document]:
    """The documents in order; those without a value come last, either way."""
    found = list(documents)
    for key in reversed(keys):
        having = [one for one in found if _rank(one, key) is not None]
        lacking = [one for one in found if _rank(one, key) is None]
        having.sort(key=lambda one: _rank(one, key), reverse=key.descending)  # type: ignore[arg-type, return-value]
        found = having + lacking
    return found


def _rank(document: Document, key: Key) -> tuple[int, Any] | None:
    """A value to compare by: numbers come before text, text before all else."""
    value = document.get("id") if key.path.names == ("id",) else None
    value = document["type"][0] if key.path.names == ("type",) else value
    value = next(iter(targets(key.path, document)), None) if value is None else value
    if value is None:
        return None
    if isinstance(value, int | float):
        return 0, value
    return (1, value) if isinstance(value, str) else (2, msgspec.json.encode(value))
