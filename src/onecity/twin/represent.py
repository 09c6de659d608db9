"""Entities as callers want to see them: normalised, concise, simplified, GeoJSON; in their names (4.5.1 - 4.5.16)."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

import msgspec

from onecity.twin.context.entities import compact_instance, compact_types
from onecity.twin.context.names import ENTITY_MEMBERS, INSTANCE_MEMBERS
from onecity.twin.context.terms import Context
from onecity.twin.languages import in_language
from onecity.twin.model import HOLDER, Document, instances_of
from onecity.twin.picking import Tree

_SYSTEM = frozenset({"createdAt", "modifiedAt", "deletedAt"})
_TIMES = frozenset({"observedAt", "createdAt", "modifiedAt", "deletedAt", "expiresAt"})
_PLAIN = frozenset({"Property", "GeoProperty", "Relationship"})
NO_DATASET = "@none"


class Form(StrEnum):
    """How attributes are written."""

    NORMALIZED = "normalized"
    CONCISE = "concise"
    SIMPLIFIED = "simplified"


class Options(msgspec.Struct, frozen=True):
    """What a caller wants to see.

    ``attributes``  only these IRIs; None for all
    ``pick``, ``omit``  trees of members
    ``datasets``    only these, "@none" for instances without one; empty for all
    ``lang``        a preference of languages, such as "zh,en;q=0.5"
    """

    form: Form = Form.NORMALIZED
    system: bool = False
    attributes: frozenset[str] | None = None
    pick: Tree | None = None
    omit: Tree | None = None
    datasets: frozenset[str] = frozenset()
    lang: str = ""


EVERYTHING = Options()


def represent(document: Document, context: Context, options: Options = EVERYTHING) -> Document:
    """An expanded entity with system attributes, as ``options`` want it, in the names of ``context``."""
    found: Document = {}
    for key, value in document.items():
        if not is_wanted(key, options):
            continue
        if key in ENTITY_MEMBERS:
            _put_member(found, key, value, context, options)
        else:
            attribute = represent_attribute(value, context, options)
            if attribute is not None:
                found[context.compact(key)] = attribute
    return found


def _put_member(found: Document, key: str, value: Any, context: Context, options: Options) -> None:
    """The id, type, scope or a system attribute of the entity itself."""
    if key == "type":
        found[key] = compact_types(value, context)
    elif key in _TIMES:
        if options.system or key in ("expiresAt", "deletedAt") or (options.pick is not None and key in options.pick):
            found[key] = shown(value)
    else:
        found[key] = value


def is_wanted(key: str, options: Options) -> bool:
    """Whether a member of an entity is to be seen."""
    if options.pick is not None and key not in options.pick:
        return False
    if options.omit is not None and options.omit.get(key, {"": {}}) == {}:
        return False
    return options.attributes is None or key in ENTITY_MEMBERS or key in options.attributes


def represent_attribute(value: Any, context: Context, options: Options) -> Any:
    """All instances wanted of one attribute; None if there is none."""
    instances = [one for one in instances_of(value) if _is_of_dataset(one, options.datasets)]
    if not instances:
        return None
    if options.lang:
        instances = [in_language(one, options.lang) for one in instances]
    if options.form is Form.SIMPLIFIED:
        return _simplified_all(instances, context)
    shaped = [_shaped(one, context, options) for one in instances]
    return shaped[0] if len(shaped) == 1 else shaped


def _is_of_dataset(instance: Document, datasets: Collection[str]) -> bool:
    return not datasets or instance.get("datasetId", NO_DATASET) in datasets


def _simplified_all(instances: list[Document], context: Context) -> Any:
    if len(instances) == 1 and "datasetId" not in instances[0]:
        return simplified(instances[0], context)
    return {"dataset": {one.get("datasetId", NO_DATASET): simplified(one, context) for one in instances}}


def simplified(instance: Document, context: Context) -> Any:
    """The value alone; values that are neither JSON nor a URI keep the name that says what they are."""
    holder = HOLDER[instance["type"]]
    value = instance[holder]
    if "entity" in instance or "entityList" in instance:
        return instance.get("entity", instance.get("entityList"))
    if instance["type"] in _PLAIN:
        return value
    return {holder: _names(value, context) if holder == "vocab" else value}


def _names(value: Any, context: Context) -> Any:
    return [context.compact(one) for one in value] if isinstance(value, list) else context.compact(value)


def _shaped(instance: Document, context: Context, options: Options) -> Any:
    """One instance, normalised or concise."""
    if options.form is Form.NORMALIZED:
        return compact_instance(_cleaned(instance, options), context)
    return _concise(compact_instance(_cleaned(instance, options), context))


def _cleaned(instance: Document, options: Options) -> Document:
    """The instance without system attributes, unless they are wanted; times as they are shown."""
    found: Document = {}
    for key, value in instance.items():
        if key in _TIMES:
            if options.system or key not in _SYSTEM:
                found[key] = shown(value)
        elif key in INSTANCE_MEMBERS:
            found[key] = value
        else:
            found[key] = (
                [_cleaned(one, options) for one in value] if isinstance(value, list) else _cleaned(value, options)
            )
    return found


def _concise(instance: Any) -> Any:
    """The concise form of a compacted instance: what its type says already is left out."""
    if isinstance(instance, list):
        return [_concise(one) for one in instance]
    if not isinstance(instance, dict) or instance.get("type") not in HOLDER:
        return instance
    kind = instance["type"]
    found = {k: v if k in INSTANCE_MEMBERS else _concise(v) for k, v in instance.items() if k != "type"}
    if set(found) == {"value"} and (kind == "GeoProperty" or not isinstance(found["value"], dict | list)):
        return found["value"]
    return found


def shown(time: str) -> str:
    """A stored time as it is answered: without a fraction that is zero."""
    if not isinstance(time, str) or len(time) != 27:
        return time
    if time.endswith(".000000Z"):
        return time[:-8] + "Z"
    return time[:-4] + "Z" if time.endswith("000Z") else time


def as_feature(
    document: Document, represented: Document, geometry_property: str, dataset: str | None = None
) -> Document:
    """A represented entity as a GeoJSON feature (4.5.16); ``geometry_property`` is an IRI."""
    geometry = next(
        (one["value"] for one in instances_of(document.get(geometry_property)) if one.get("datasetId") == dataset), None
    )
    properties = {key: value for key, value in represented.items() if key != "id"}
    return {"id": document["id"], "type": "Feature", "geometry": geometry, "properties": properties}
