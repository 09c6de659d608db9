"""The published JSON Schema of a service file, made from the shapes that read it."""

import json
from typing import Any

from onecity.catalogue.shapes import ACT_KEYS, FAMILY_KEYS
from onecity.city.shape import LANGUAGE, MapOf, Shape

TITLE = "A service file of a OneCity city: one family, its acts, and what holds for all of them"
TEXT = {
    "type": "object",
    "description": "A text, once in every language of the city.",
    "propertyNames": {"pattern": f"^{LANGUAGE}$"},
    "additionalProperties": {"type": ["string", "number", "boolean"]},
    "minProperties": 1,
}


def published_schema() -> str:
    """The text of ``docs/service.schema.json``.

    An act may leave out what its family says, and may remove it with null; so nothing is required but the family's
    own keys. What names something of the city, or is worked out, only `onecity check` can tell.
    """
    return json.dumps(service_schema(), ensure_ascii=False, indent=2) + "\n"


def service_schema() -> dict[str, Any]:
    act = _removable(Shape(ACT_KEYS).schema())
    acts = MapOf(Shape(ACT_KEYS)).schema() | {"additionalProperties": {"$ref": "#/$defs/act"}, "minProperties": 1}
    own = {"family": FAMILY_KEYS["family"].schema(), "version": FAMILY_KEYS["version"].schema(), "acts": acts}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        "type": "object",
        "properties": own | act["properties"],
        "required": list(FAMILY_KEYS),
        "additionalProperties": False,
        "$defs": {"text": TEXT, "act": act},
    }


def _removable(schema: Any) -> Any:
    """The same, with null for any entry of a map, and nothing required: the family may have it."""
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return schema
    changed = {key: value for key, value in schema.items() if key not in ("required", "minProperties")}
    if "properties" in schema:
        changed["properties"] = {key: _or_null(value) for key, value in schema["properties"].items()}
    if isinstance(schema.get("additionalProperties"), dict):
        changed["additionalProperties"] = _or_null(schema["additionalProperties"])
    return changed


def _or_null(schema: Any) -> dict[str, Any]:
    return {"anyOf": [_removable(schema), {"type": "null"}]}
