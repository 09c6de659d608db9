"""Entities that others are linked to by relationships, given with them: ``join`` (ETSI GS CIM 009, 4.5.23)."""

from typing import Any

import msgspec

from onecity.twin.context.terms import Context
from onecity.twin.door.asked import Asked
from onecity.twin.errors import BadRequestData
from onecity.twin.model import Document, instances_of
from onecity.twin.represent import Options, represent
from onecity.twin.store import Selection, Selector, Store

MAX_LEVEL = 5
MAX_LINKED = 2_000  # entities fetched for one answer


class Join(msgspec.Struct, frozen=True):
    """How linked entities are given: not at all (level 0), inside the relationship, or beside the entity."""

    level: int = 0
    flat: bool = False
    known: frozenset[str] = frozenset()


def parse_join(parameters: Asked, context: Context) -> Join:  # noqa: ARG001
    """The ``join`` of a request."""
    given = parameters.text("join")
    if given not in ("", "inline", "flat", "@none"):
        raise BadRequestData("There is no such join", "Give join=inline, join=flat or join=@none.")
    if given in ("", "@none"):
        return Join()
    level = parameters.number("joinLevel", 1, least=1, most=MAX_LEVEL)
    return Join(level, given == "flat", frozenset(parameters.names("containedBy")))


async def joined(store: Store, tenant: str, documents: list[Document], join: Join, options: Options) -> list[Document]:
    """The documents with what they are linked to, level by level."""
    if not join.level:
        return documents
    found: dict[str, Document] = {one["id"]: one for one in documents}
    frontier = documents
    for _ in range(join.level):
        wanted = {uri for one in frontier for uri in _objects(one, options)} - set(found) - join.known
        if not wanted or len(found) + len(wanted) > MAX_LINKED:
            break
        page = await store.reader.search(
            Selection(tenant=tenant, selectors=[Selector(ids=tuple(wanted))]), limit=len(wanted)
        )
        frontier = [one.document for one in page]
        found |= {one["id"]: one for one in frontier}
    if join.flat:
        return list(found.values())
    return [_inlined(one, found, join.level, options, frozenset({one["id"]})) for one in documents]


def _objects(document: Document, options: Options) -> list[str]:
    """The URIs an entity is linked to, by relationships that are shown."""
    return [
        uri
        for name, attribute in document.items()
        if isinstance(attribute, dict | list) and (options.attributes is None or name in options.attributes)
        for one in instances_of(attribute)  # type: ignore[arg-type]
        if isinstance(one, dict)
        for uri in _uris(one)
    ]


def _uris(instance: Document) -> list[str]:
    if instance.get("type") == "Relationship":
        return instance["object"] if isinstance(instance["object"], list) else [instance["object"]]
    if instance.get("type") == "ListRelationship":
        return [one["object"] if isinstance(one, dict) else one for one in instance["objectList"]]
    return []


def _inlined(
    document: Document, found: dict[str, Document], level: int, options: Options, above: frozenset[str]
) -> Document:
    """The document with its linked entities inside its relationships."""
    if not level:
        return document
    return {name: _inlined_attribute(value, found, level, options, above) for name, value in document.items()}


def _inlined_attribute(
    value: Any, found: dict[str, Document], level: int, options: Options, above: frozenset[str]
) -> Any:
    if isinstance(value, list):
        return [_inlined_attribute(one, found, level, options, above) for one in value]
    if not isinstance(value, dict) or not _uris(value):
        return value
    linked = [
        _inlined(found[uri], found, level - 1, options, above | {uri})
        for uri in _uris(value)
        if uri in found and uri not in above
    ]
    if not linked:
        return value
    several = value["type"] == "ListRelationship" or isinstance(value["object"], list)
    return value | ({"entityList": linked} if several else {"entity": linked[0]})


def shown(document: Document, context: Context, options: Options, join: Join) -> Document:
    """A document as it is answered, its inlined entities likewise."""
    return represent(
        _shown_inside(document, context, options) if join.level and not join.flat else document, context, options
    )


def _shown_inside(value: Any, context: Context, options: Options) -> Any:
    """Inlined entities are marked as represented already, by their wrapper."""
    if isinstance(value, list):
        return [_shown_inside(one, context, options) for one in value]
    if not isinstance(value, dict):
        return value
    found: Document = {}
    for key, inner in value.items():
        if key == "entity" and "type" in value and "object" in value:
            found[key] = _represented(inner, context, options)
        elif key == "entityList" and "type" in value:
            found[key] = [_represented(one, context, options) for one in inner]
        else:
            found[key] = _shown_inside(inner, context, options) if isinstance(inner, dict | list) else inner
    return found


def _represented(document: Document, context: Context, options: Options) -> Document:
    inner = msgspec.structs.replace(options, attributes=None, pick=None, omit=None)
    return represent(_shown_inside(document, context, options), context, inner)
