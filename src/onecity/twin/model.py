"""Entities as they are stored: what callers send is checked and brought to one form (ETSI GS CIM 009, 4.5 and 5.2).

An attribute is an instance, or a list of instances told apart by ``datasetId``. An instance is a dict with "type", one
member that holds the value, and details; sub-attributes stand in it under their IRIs. The concise form and plain values
are understood everywhere.
"""

import re
from functools import lru_cache
from typing import Any, Final

from onecity.twin.context.entities import NULL, is_instance
from onecity.twin.context.names import ENTITY_MEMBERS, INSTANCE_MEMBERS, SERIES_MEMBERS, VALUE_MEMBERS
from onecity.twin.errors import BadRequestData
from onecity.twin.query.geo import shape_of
from onecity.twin.times import format_time, parse_time

Document = dict[str, Any]
Attribute = Document | list[Document]
HOLDER: Final = {
    "Property": "value",
    "GeoProperty": "value",
    "Relationship": "object",
    "LanguageProperty": "languageMap",
    "VocabProperty": "vocab",
    "JsonProperty": "json",
    "ListProperty": "valueList",
    "ListRelationship": "objectList",
}
_KIND_OF: Final = {holder: kind for kind, holder in HOLDER.items() if kind != "GeoProperty"}
_GEOMETRIES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_GIVEN_BY_US: Final = frozenset({"createdAt", "modifiedAt", "deletedAt", "instanceId"})
_SIMPLE: Final = frozenset({"type", "value", "unitCode", "observedAt"})
_SCALARS: Final = frozenset({int, float, bool, str})
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x1f]+")
_NAME = re.compile(r"[^\s<>\"{}|\\^`\x00-\x1f&=()\[\]]+")
MAX_ATTRIBUTES: Final = 1_000
MAX_URI: Final = 2_000  # characters


def check_uri(given: Any, what: str) -> str:
    """A URI (RFC 3986), as far as its characters tell; raises BadRequestData."""
    if not isinstance(given, str) or len(given) > MAX_URI or not _URI.fullmatch(given):
        raise BadRequestData(f"{what} is not a URI", f"{str(given)[:80]!r}: write for example urn:ngsi-ld:Lamp:17.")
    return given


@lru_cache(maxsize=20_000)
def check_name(given: str) -> str:
    """The IRI of an attribute or a type; raises BadRequestData."""
    if given.startswith("@") or len(given) > MAX_URI or not _NAME.fullmatch(given):
        raise BadRequestData("A name is not valid", f"{given[:80]!r} holds characters that no name may have.")
    return given


def check_types(given: Any) -> list[str]:
    """The type names of an entity, each once; raises BadRequestData."""
    if not isinstance(given, list) or not given or not all(isinstance(name, str) for name in given):
        raise BadRequestData("The entity's type is not valid", "type is a name, or a list of names.")
    return list(dict.fromkeys(map(check_name, given)))


def check_scopes(given: Any) -> list[str]:
    """Scopes as a list, each once; raises BadRequestData."""
    scopes = [given] if isinstance(given, str) else given
    if not isinstance(scopes, list) or not all(isinstance(scope, str) and scope.strip("/") for scope in scopes):
        raise BadRequestData("The scope is not valid", "scope is text such as /Huating/Water, or a list of such texts.")
    return list(dict.fromkeys("/" + scope.strip("/") for scope in scopes))


def attributes_of(expanded: Document, *, nulls: bool = False) -> dict[str, Attribute]:
    """The attributes of an expanded entity or fragment, checked, in the stored form; raises BadRequestData.

    ``nulls`` lets "urn:ngsi-ld:null" pass as a value: it asks for deletion in a merge or an update.
    """
    found = {name: normalised(name, given, nulls) for name, given in expanded.items() if name not in ENTITY_MEMBERS}
    if len(found) > MAX_ATTRIBUTES:
        raise BadRequestData("Too many attributes", f"An entity may have {MAX_ATTRIBUTES}.")
    return found


def normalised(name: str, given: Any, nulls: bool = False) -> Attribute:
    """One attribute in the stored form."""
    if not _NAME.fullmatch(name):
        raise BadRequestData(
            "An attribute's name is not valid", f"{name[:80]!r} holds characters that no name may have."
        )
    if isinstance(given, list) and given and all(is_instance(one) for one in given):
        return _several(name, [normalised_instance(name, one, nulls) for one in given])
    return normalised_instance(name, given, nulls)


def series_of(name: str, given: Any) -> list[Document]:
    """The instances of an attribute at different times, in the stored form."""
    check_name(name)
    every = given if isinstance(given, list) else [given]
    return [normalised_instance(name, one) for one in every]


def _several(name: str, instances: list[Document]) -> Attribute:
    datasets = [one.get("datasetId") for one in instances]
    if len(set(datasets)) < len(datasets):
        raise BadRequestData("Two instances of one attribute are alike", f"{name}: give each its own datasetId.")
    return instances[0] if len(instances) == 1 else instances


def normalised_instance(name: str, given: Any, nulls: bool = False) -> Document:
    """One instance in the stored form, from any of the forms allowed."""
    instance = _spelled_out(given)
    if instance.keys() <= _SIMPLE and instance.get("type") == "Property" and type(instance.get("value")) in _SCALARS:
        return _simple(name, instance, nulls)
    kind = instance.get("type") or _deduced(instance)
    holder = HOLDER.get(kind)
    if holder is None:
        raise _wrong(name, f"{str(kind)[:40]!r} is no type of attribute")
    if holder not in instance:
        raise _wrong(name, f"a {kind} has a member {holder!r}")
    result = {"type": kind, holder: _checked_value(name, kind, instance[holder], nulls)}
    for member, value in instance.items():
        if member not in result and member not in _GIVEN_BY_US:
            result[member] = _checked_member(name, member, value, kind, nulls)
    return result


def _simple(name: str, instance: Document, nulls: bool) -> Document:
    """What most sensors send, on a short way: a plain value with its unit and time."""
    result = dict(instance)
    if result["value"] == NULL and not nulls:
        raise _wrong(name, "the null of NGSI-LD stands in updates and merges only")
    if "observedAt" in result:
        result["observedAt"] = _checked_member(name, "observedAt", result["observedAt"], "Property", nulls)
    if "unitCode" in result:
        _text(name, "unitCode", result["unitCode"])
    return result


def _spelled_out(given: Any) -> Document:
    """A plain value as an instance; an instance as it is."""
    if is_instance(given):
        return given  # type: ignore[no-any-return]
    if given is None:
        raise BadRequestData("null is no value", 'To delete an attribute by merging, send "urn:ngsi-ld:null".')
    return {"value": given}


def _deduced(instance: Document) -> str:
    """The type of an instance in the concise form."""
    value = instance.get("value")
    if (
        isinstance(value, dict)
        and value.get("type") in _GEOMETRIES
        and ("coordinates" in value or "geometries" in value)
    ):
        return "GeoProperty"
    return next((kind for holder, kind in _KIND_OF.items() if holder in instance), "Property")


def _checked_value(name: str, kind: str, value: Any, nulls: bool) -> Any:
    if value is None and kind != "JsonProperty":
        raise _wrong(name, 'null is no value; to delete by merging, send "urn:ngsi-ld:null"')
    if is_null(value):
        if not nulls:
            raise _wrong(name, "the null of NGSI-LD stands in updates and merges only")
        return value
    check = _CHECKS.get(kind)
    return check(name, value) if check else value


def is_null(value: Any) -> bool:
    """Whether a value asks for deletion."""
    return value == NULL or (isinstance(value, dict) and value == {"@none": NULL})


def _relationship(name: str, value: Any) -> Any:
    for uri in value if isinstance(value, list) else [value]:
        check_uri(uri, f"The object of {name}")
    return value


def _list_relationship(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(name, "objectList is a list of URIs")
    for one in value:
        check_uri(one.get("object") if isinstance(one, dict) else one, f"An object of {name}")
    return value


def _geometry(name: str, value: Any) -> Any:
    if _is_point(value):
        return value
    if not (isinstance(value, dict) and value.get("type") == "GeometryCollection"):
        try:
            shape_of(value)
        except BadRequestData as error:
            raise _wrong(name, f"{error.title}. {error.detail}") from error
    return value


def _is_point(value: Any) -> bool:
    """Whether this is a point on Earth, as far as most are: the short way past the geometry library."""
    if not isinstance(value, dict) or value.get("type") != "Point":
        return False
    match value.get("coordinates"):
        case [int() | float() as x, int() | float() as y]:
            return -180 <= x <= 180 and -90 <= y <= 90 and not isinstance(x, bool) and not isinstance(y, bool)
    return False


def _language_map(name: str, value: Any) -> Any:
    texts = value.values() if isinstance(value, dict) else [None]
    if not all(isinstance(t, str) or (isinstance(t, list) and all(isinstance(s, str) for s in t)) for t in texts):
        raise _wrong(name, "languageMap holds a text, or a list of texts, for each language")
    return value


def _vocabulary(name: str, value: Any) -> Any:
    if not (isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))):
        raise _wrong(name, "vocab is a name or a list of names")
    return value


def _value_list(name: str, value: Any) -> Any:
    if not isinstance(value, list):
        raise _wrong(name, "valueList is a list")
    return value


_CHECKS: Final = {
    "Relationship": _relationship,
    "ListRelationship": _list_relationship,
    "GeoProperty": _geometry,
    "LanguageProperty": _language_map,
    "VocabProperty": _vocabulary,
    "ListProperty": _value_list,
}


def _checked_member(name: str, member: str, value: Any, kind: str, nulls: bool) -> Any:
    """A detail of an instance, or a sub-attribute of it."""
    if member in ("observedAt", "expiresAt"):
        return value if nulls and value == NULL else format_time(parse_time(value, f"{member} of {name}"))
    if member == "datasetId":
        return check_uri(value, f"The datasetId of {name}")
    if member == "unitCode":
        return _text(name, member, value)
    if member in VALUE_MEMBERS | SERIES_MEMBERS:
        raise _wrong(name, f"a {kind} has no member {member!r}")
    return value if member in INSTANCE_MEMBERS else normalised(member, value, nulls)


def _text(name: str, member: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(name, f"{member} is text")
    return value


def _wrong(name: str, why: str) -> BadRequestData:
    return BadRequestData("An attribute is not valid", f"{name}: {why}.")


def instances_of(attribute: Attribute | None) -> list[Document]:
    """The instances of an attribute; none where it is absent."""
    if attribute is None:
        return []
    return attribute if isinstance(attribute, list) else [attribute]


def scope_of(expanded: Document) -> list[str] | None:
    """The scopes an expanded entity or fragment names; None if it says nothing of them."""
    return check_scopes(expanded["scope"]) if "scope" in expanded else None
