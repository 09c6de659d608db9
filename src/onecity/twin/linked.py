"""Entities that others are linked to by relationships, given with them: ``join`` (ETSI GS CIM 009, 4.5.23)."""

from typing import Any

import msgspec

from onecity.twin.context.terms import Context
from onecity.twin.model import Document, instances_of
from onecity.twin.represent import Options, is_wanted, represent
from onecity.twin.store import Selection, Selector, Store

MAX_LINKED = 2_000  # entities fetched for one answer
View = tuple[Document, Options]


class Join(msgspec.Struct, frozen=True):
    """How linked entities are given: not at all (level 0), inside the relationship, or beside the entity."""

    level: int = 0
    flat: bool = False
    known: frozenset[str] = frozenset()


async def shown(
    store: Store, tenant: str, documents: list[Document], join: Join, options: Options, context: Context
) -> list[Document]:
    """The documents as they are answered, with what they are linked to."""
    views = [(document, options) for document in documents]
    if not join.level:
        return [represent(*_ordered(view, context)) for view in views]
    found = {document["id"]: document for document in documents}
    linked = await _fetch(store, tenant, views, join, found)
    if join.flat:
        return [represent(*_ordered(view, context)) for view in views + linked]
    return [_inline(view, found, join.level, context, frozenset({view[0]["id"]})) for view in views]


def _ordered(view: View, context: Context) -> tuple[Document, Context, Options]:
    return view[0], context, view[1]


async def _fetch(store: Store, tenant: str, views: list[View], join: Join, found: dict[str, Document]) -> list[View]:
    """What the entities are linked to, level by level; ``found`` is filled, the new ones are returned."""
    frontier, every = views, []
    for _ in range(join.level):
        links = [(uri, inner) for view in frontier for uri, inner in _links(view)]
        wanted = {uri for uri, _ in links} - set(found) - join.known
        if not wanted or len(found) + len(wanted) > MAX_LINKED:
            break
        selection = Selection(tenant=tenant, selectors=[Selector(ids=tuple(wanted))])
        page = await store.reader.search(selection, limit=len(wanted))
        found |= {one.document["id"]: one.document for one in page}
        new = {uri: inner for uri, inner in links if uri in wanted and uri in found}
        frontier = [(found[uri], inner) for uri, inner in new.items()]
        every += frontier
    return every


def _links(view: View) -> list[tuple[str, Options]]:
    """The URIs an entity is linked to by relationships that are shown, and what is to be seen of each."""
    document, options = view
    return [
        (uri, _inner(options, name))
        for name, attribute in document.items()
        if isinstance(attribute, dict | list) and is_wanted(name, options)
        for one in instances_of(attribute)  # type: ignore[arg-type]
        if isinstance(one, dict)
        for uri in _uris(one)
    ]


def _inner(options: Options, name: str) -> Options:
    """What is to be seen of an entity that a relationship leads to."""
    pick, omit = ((tree or {}).get(name) or None for tree in (options.pick, options.omit))
    return msgspec.structs.replace(options, attributes=None, pick=pick, omit=omit)


def _uris(instance: Document) -> list[str]:
    if instance.get("type") == "Relationship":
        return instance["object"] if isinstance(instance["object"], list) else [instance["object"]]
    if instance.get("type") == "ListRelationship":
        return [one["object"] if isinstance(one, dict) else one for one in instance["objectList"]]
    return []


def _inline(view: View, found: dict[str, Document], level: int, context: Context, above: frozenset[str]) -> Document:
    """The document as it is answered, its linked entities inside its relationships."""
    document, options = view
    if not level:
        return represent(document, context, options)

    def filled(instance: Any, name: str) -> Any:
        inner = _inner(options, name)
        linked = [
            _inline((found[uri], inner), found, level - 1, context, above | {uri})
            for uri in _uris(instance)
            if uri in found and uri not in above
        ]
        if not linked:
            return instance
        several = instance["type"] == "ListRelationship" or isinstance(instance["object"], list)
        return instance | ({"entityList": linked} if several else {"entity": linked[0]})

    whole = {name: _each(value, name, filled) for name, value in document.items() if is_wanted(name, options)}
    return represent(whole, context, options)


def _each(value: Any, name: str, change: Any) -> Any:
    """Every instance of an attribute changed; other members as they are."""
    if isinstance(value, list):
        return [change(one, name) if isinstance(one, dict) else one for one in value]
    return change(value, name) if isinstance(value, dict) else value
