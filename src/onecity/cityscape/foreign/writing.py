"""The entities of what others export: ids and attribute names that NGSI-LD allows."""

import re
from typing import Any

Document = dict[str, Any]
_ODD = re.compile(r"[^A-Za-z0-9_.\-]+")
_URN = re.compile(r"urn:ngsi-ld:[A-Za-z0-9_\-]+:\S+")
_RESERVED = {"id", "type", "scope", "@context", "location"}


class Unreadable(Exception):
    """A file, or a part of it, that cannot be used; the text says why."""


def identifier(kind: str, agency: str, name: Any) -> str:
    """A URN of an entity; one that is given stays."""
    text = str(name)
    if _URN.fullmatch(text):
        return text
    return f"urn:ngsi-ld:{kind}:{agency}:{_ODD.sub('-', text).strip('-') or 'unnamed'}"


def entity(kind: str, agency: str, name: Any, location: Document | None, properties: Document) -> Document:
    """An entity, normalised; properties without a value are left out."""
    made: Document = {"id": identifier(kind, agency, name), "type": kind}
    if location is not None:
        made["location"] = {"type": "GeoProperty", "value": location}
    made["owner"] = {"type": "Property", "value": agency}
    for key, value in properties.items():
        attribute = _attribute(key)
        if value is not None and value != "" and attribute not in made:
            made[attribute] = {"type": "Property", "value": value}
    return made


def _attribute(key: str) -> str:
    """A name for an attribute: odd characters become _, and words of the standard's own get one in front."""
    name = _ODD.sub("_", key).strip("_") or "unnamed"
    return f"_{name}" if name in _RESERVED or name[0].isdigit() else name
