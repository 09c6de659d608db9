"""/ngsi-ld/v1/types and /attributes: what there is (ETSI GS CIM 009, 5.7.5 - 5.7.10)."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin.context.terms import Context
from onecity.twin.door import asked
from onecity.twin.door.answers import represented
from onecity.twin.door.asked import Asked
from onecity.twin.errors import ResourceNotFound
from onecity.twin.store.inventory import Use, inventory

_BASE = "/ngsi-ld/v1"
Document = dict[str, Any]


async def _inventory(request: Request) -> list[Use]:
    return await inventory(asked.store(request).pool, await asked.tenant(request))


def _sorted(names: set[str], context: Context) -> list[str]:
    return sorted(context.compact(name) for name in names)


async def list_types(request: Request) -> Response:
    """GET /types."""
    details = Asked(request, frozenset({"details"})).flag("details")
    kind, context, uses = asked.accepted(request), await asked.context(request), await _inventory(request)
    types = {use.type for use in uses}
    answer: Any
    if details:
        answer = [_type(name, uses, context) for name in sorted(types)]
    else:
        answer = _listed("EntityTypeList", "typeList", _sorted(types, context))
    return await represented(request, answer, context, kind)


def _listed(kind: str, member: str, names: list[str]) -> Document:
    digest = msgspec.json.encode(names).hex()[-32:]
    return {"id": f"urn:ngsi-ld:{kind}:{digest}", "type": kind, member: names}


def _type(name: str, uses: list[Use], context: Context) -> Document:
    names = {use.attribute for use in uses if use.type == name and use.attribute}
    return {
        "id": name,
        "type": "EntityType",
        "typeName": context.compact(name),
        "attributeNames": _sorted(names, context),
    }


async def describe_type(request: Request) -> Response:
    """GET /types/{type}."""
    Asked(request, frozenset())
    kind, context, uses = asked.accepted(request), await asked.context(request), await _inventory(request)
    name = context.expand(request.path_params["name"])
    own = [use for use in uses if use.type == name]
    if not own:
        raise ResourceNotFound("There is no such type", f"No entity is a {name[:200]}.")
    answer = {
        "id": name,
        "type": "EntityTypeInfo",
        "typeName": context.compact(name),
        "entityCount": next(use.count for use in own if not use.attribute),
        "attributeDetails": [_attribute(use.attribute, [use], context) for use in own if use.attribute],
    }
    return await represented(request, answer, context, kind)


def _attribute(name: str, uses: list[Use], context: Context, *, count: bool = False, types: bool = False) -> Document:
    found: Document = {"id": name, "type": "Attribute", "attributeName": context.compact(name)}
    if count:
        found["attributeCount"] = sum(use.count for use in uses)
    if count or not types:
        found["attributeTypes"] = sorted({kind for use in uses for kind in use.kinds})
    if count or types:
        found["typeNames"] = _sorted({use.type for use in uses}, context)
    return found


async def list_attributes(request: Request) -> Response:
    """GET /attributes."""
    details = Asked(request, frozenset({"details"})).flag("details")
    kind, context, uses = asked.accepted(request), await asked.context(request), await _inventory(request)
    names = {use.attribute for use in uses if use.attribute}
    answer: Any = _listed("AttributeList", "attributeList", _sorted(names, context))
    if details:
        answer = [_attribute(n, [u for u in uses if u.attribute == n], context, types=True) for n in sorted(names)]
    return await represented(request, answer, context, kind)


async def describe_attribute(request: Request) -> Response:
    """GET /attributes/{name}."""
    Asked(request, frozenset())
    kind, context, uses = asked.accepted(request), await asked.context(request), await _inventory(request)
    name = context.expand(request.path_params["name"])
    own = [use for use in uses if use.attribute == name]
    if not own:
        raise ResourceNotFound("There is no such attribute", f"No entity has {name[:200]}.")
    return await represented(request, _attribute(name, own, context, count=True), context, kind)


routes = [
    Route(f"{_BASE}/types", list_types, methods=["GET"]),
    Route(f"{_BASE}/types/", list_types, methods=["GET"]),
    Route(f"{_BASE}/types/{{name:path}}", describe_type, methods=["GET"]),
    Route(f"{_BASE}/attributes", list_attributes, methods=["GET"]),
    Route(f"{_BASE}/attributes/", list_attributes, methods=["GET"]),
    Route(f"{_BASE}/attributes/{{name:path}}", describe_attribute, methods=["GET"]),
]
