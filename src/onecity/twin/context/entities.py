"""Entities between a caller's names and IRIs.

Expanded form: ``{"id": …, "type": [IRI, …], "scope": …, <attribute IRI>: instance or list of instances}``. An instance
keeps the members of NGSI-LD under their own short names ("type", "value", "observedAt", …) and names its sub-attributes
by IRI; ``vocab`` and ``objectType`` hold IRIs. Values (JSON, GeoJSON, language maps, typed values such as
``{"@type": "DateTime", "@value": …}``, the null of NGSI-LD) are data: they come back exactly as they came in.
The concise form and plain values are accepted where an instance may stand.
"""

from collections.abc import Callable
from typing import Any

from onecity.twin.context.names import (
    ATTRIBUTE_TYPES,
    ENTITY_MEMBERS,
    INSTANCE_DETAILS,
    INSTANCE_MEMBERS,
    VALUE_MEMBERS,
    VOCABULARY_MEMBERS,
)
from onecity.twin.context.refusals import BadContext
from onecity.twin.context.terms import Context

Document = dict[str, Any]
MAX_NESTING = 32  # sub-attributes of sub-attributes
_KEYWORDS = {"@id": "id", "@type": "type"}
NULL = "urn:ngsi-ld:null"
_SAME = INSTANCE_MEMBERS - VOCABULARY_MEMBERS


def expand_entity(doc: Document, ctx: Context) -> Document:
    """The expanded form of an entity or of a part of one; ``@context`` is left out."""
    expanded: Document = {}
    for name, given in doc.items():
        if name == "@context":
            continue
        key = name if name in ENTITY_MEMBERS else ctx.expand(name)
        key = _KEYWORDS.get(key, key)
        if key == "type":
            expanded[key] = expand_types(given, ctx)
        else:
            expanded[key] = given if key in ENTITY_MEMBERS else expand_attribute(given, ctx)
    return expanded


def expand_types(given: Any, ctx: Context) -> Any:
    """A list of type IRIs; what is neither text nor a list stays as it is, for the check that follows."""
    if isinstance(given, str):
        return [ctx.expand(given)]
    if isinstance(given, list):
        return [ctx.expand(name) if isinstance(name, str) else name for name in given]
    return given


def expand_attribute(given: Any, ctx: Context, depth: int = 0) -> Any:
    """What stands under an attribute's name: an instance, a list of instances, or a plain value, kept as it is."""
    if isinstance(given, list):
        return [expand_instance(one, ctx, depth) if is_instance(one) else one for one in given]
    return expand_instance(given, ctx, depth) if is_instance(given) else given


def expand_instance(given: Document, ctx: Context, depth: int = 0) -> Document:
    """One instance, or a part of one: its own members keep their names, all others are sub-attributes."""
    _check_depth(depth)
    if _SAME.issuperset(given):
        return given  # nothing in it has a name to expand
    return {
        _member(name, ctx): _expand_member(name, value, ctx, depth)
        for name, value in given.items()
        if name != "@context"
    }


def is_instance(given: Any) -> bool:
    """Whether a JSON value is an attribute instance (normalised, concise or a part of one), not a plain value."""
    if not isinstance(given, dict):
        return False
    kind = given.get("type") or given.get("@type")
    if kind is not None:
        return isinstance(kind, str) and (kind in ATTRIBUTE_TYPES or not VALUE_MEMBERS.isdisjoint(given))
    return not VALUE_MEMBERS.isdisjoint(given) or not INSTANCE_DETAILS.isdisjoint(given)


def _member(name: str, ctx: Context) -> str:
    """The key a member of an instance has in the expanded form."""
    return name if name in INSTANCE_MEMBERS else _KEYWORDS.get(name) or ctx.expand(name)


def _expand_member(name: str, value: Any, ctx: Context, depth: int) -> Any:
    """The expanded value of one member of an instance."""
    if name in VOCABULARY_MEMBERS:
        return _vocabulary(value, _expand_name(ctx))
    if name in INSTANCE_MEMBERS or name in _KEYWORDS:
        return value
    return expand_attribute(value, ctx, depth + 1)


def _expand_name(ctx: Context) -> Callable[[str], str]:
    """Expansion of a name of the vocabulary; the null of NGSI-LD is no name."""
    return lambda name: name if name == NULL else ctx.expand(name)


def _vocabulary(value: Any, change: Callable[[str], str]) -> Any:
    """A name or a list of names, changed; other values stay, for the check that follows."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [change(name) if isinstance(name, str) else name for name in value]
    return value


def compact_entity(expanded: Document, ctx: Context) -> Document:
    """The entity in the caller's names; a single type is written as text."""
    compacted: Document = {}
    for key, value in expanded.items():
        if key == "type":
            compacted[key] = compact_types(value, ctx)
        elif key in ENTITY_MEMBERS:
            compacted[key] = value
        else:
            compacted[ctx.compact(key)] = compact_attribute(value, ctx)
    return compacted


def compact_types(types: Any, ctx: Context) -> Any:
    """The names of types: text for one, a list for several."""
    if isinstance(types, str):
        return ctx.compact(types)
    names = [ctx.compact(iri) for iri in types]
    return names[0] if len(names) == 1 else names


def compact_attribute(value: Any, ctx: Context, depth: int = 0) -> Any:
    """An instance, a list of instances or a plain value, in the caller's names."""
    if isinstance(value, list):
        return [compact_instance(one, ctx, depth) if is_instance(one) else one for one in value]
    return compact_instance(value, ctx, depth) if is_instance(value) else value


def compact_instance(instance: Document, ctx: Context, depth: int = 0) -> Document:
    """One instance in the caller's names; linked entities inside it (``entity``, ``entityList``) too."""
    _check_depth(depth)
    return {
        name if name in INSTANCE_MEMBERS else ctx.compact(name): _compact_member(name, value, ctx, depth)
        for name, value in instance.items()
    }


def _compact_member(name: str, value: Any, ctx: Context, depth: int) -> Any:
    """The compacted value of one member of an instance."""
    if name in VOCABULARY_MEMBERS:
        return _vocabulary(value, ctx.compact)
    if name == "entity":
        return compact_entity(value, ctx)
    if name == "entityList":
        return [compact_entity(one, ctx) for one in value]
    return value if name in INSTANCE_MEMBERS else compact_attribute(value, ctx, depth + 1)


def _check_depth(depth: int) -> None:
    if depth > MAX_NESTING:
        raise BadContext("Nested too deeply", f"Sub-attributes may be nested {MAX_NESTING} deep.")
