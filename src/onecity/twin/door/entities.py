"""/ngsi-ld/v1/entities: one entity, its attributes, and queries (ETSI GS CIM 009, 6.4 - 6.7)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin import changing, linked
from onecity.twin.context import expand_attribute, expand_entity, expand_instance
from onecity.twin.context.names import ENTITY_MEMBERS
from onecity.twin.context.terms import Context
from onecity.twin.door import asked
from onecity.twin.door.answers import changed, created, page_links, represented
from onecity.twin.door.asked import GEO_JSON, Asked
from onecity.twin.door.selecting import SELECTING, selection
from onecity.twin.errors import BadRequestData, InvalidRequest, MethodNotAllowed, ResourceNotFound
from onecity.twin.model import check_name, check_uri
from onecity.twin.ordering import parse_order
from onecity.twin.query.geo import LOCATION
from onecity.twin.represent import Options, as_feature
from onecity.twin.store import Found
from onecity.twin.times import format_time, parse_time

ENTITIES = "/ngsi-ld/v1/entities"
_SHOWING = frozenset(
    {"attrs", "pick", "omit", "options", "format", "lang", "datasetId", "geometryProperty", "sysAttrs",
     "join", "joinLevel", "containedBy", "jsonKeys", "expandValues"}
)  # fmt: skip
_PAGING = frozenset({"limit", "offset", "count", "orderBy", "collation", "entityMap", "splitEntities"})
_NONE: frozenset[str] = frozenset()
DEFAULT_LIMIT = 20


def entity_id(request: Request) -> str:
    """The id in the path, which must be a URI."""
    return check_uri(request.path_params["id"], "The entity's id")


def attribute_name(request: Request, context: Context) -> str:
    """The IRI of the attribute in the path."""
    given: str = request.path_params["name"]
    if not given:
        raise MethodNotAllowed("This cannot be done here", "The name of an attribute is missing in the address.")
    if given in ENTITY_MEMBERS:
        raise BadRequestData("This is no attribute", f"{given} is a member of the entity itself.")
    return check_name(context.expand(given))


async def create_entity(request: Request) -> Response:
    """POST /entities."""
    Asked(request, frozenset({"options"}))
    given, context = await asked.object_and_context(request)
    if not given:
        raise InvalidRequest("The entity is empty", "Send at least its id and type.")
    name = await asked.tenant(request, known=False)
    operation = changing.create(name, expand_entity(given, context))
    await asked.store(request).do(operation)
    return created(ENTITIES + "/", operation.id)


async def retrieve_entity(request: Request) -> Response:
    """GET /entities/{id}."""
    parameters = Asked(request, _SHOWING | {"type"})
    kind, context = asked.accepted(request, geojson=True), await asked.context(request)
    options = parameters.shown(context)
    name, wanted = await asked.tenant(request), entity_id(request)
    found = await asked.store(request).reader.find(name, wanted)
    if found is None:
        raise ResourceNotFound("There is no such entity", f"{wanted} is not known here.")
    if options.attributes is not None and not options.attributes.intersection(found.document):
        raise ResourceNotFound("The entity has none of these attributes", f"{wanted} is there, without them.")
    join = asked.parse_join(parameters)
    answer = await linked.shown(asked.store(request), name, [found.document], join, options, context)
    if not answer[0]:
        raise ResourceNotFound("The entity has none of these members", f"{wanted} is there, without them.")
    whole: Any = answer if join.flat and len(answer) > 1 else answer[0]
    if kind == GEO_JSON:
        whole = _feature(found.document, answer[0], parameters, context)
    return await represented(request, whole, context, kind)


def _feature(document: dict[str, Any], shown: dict[str, Any], parameters: Asked, context: Context) -> dict[str, Any]:
    given = parameters.text("geometryProperty")
    datasets = parameters.names("datasetId")
    dataset = datasets[0] if datasets and datasets[0] != "@none" else None
    return as_feature(document, shown, context.expand(given) if given else LOCATION, dataset)


async def query_entities(request: Request) -> Response:
    """GET /entities."""
    parameters = Asked(request, SELECTING | _SHOWING | _PAGING)
    kind, context = asked.accepted(request, geojson=True), await asked.context(request)
    chosen = selection(parameters.text, context, await asked.tenant(request))
    if not parameters.flag("local") and not chosen.narrows:
        raise BadRequestData("The query asks for everything", "Give type, attrs, q, geo-query or local=true.")
    return await answer_query(request, parameters, chosen.selection, context, kind)


async def answer_query(
    request: Request, parameters: Asked, selection: Any, context: Context, kind: str, options: Options | None = None
) -> Response:
    """A page of entities, with how many there are if that is asked for."""
    options = options or parameters.shown(context)
    limit = parameters.number("limit", DEFAULT_LIMIT, most=asked.MAX_LIMIT)
    offset = parameters.number("offset", 0)
    headers = await _count(request, parameters, selection, limit)
    reader = asked.store(request).reader
    order = parse_order(parameters.text("orderBy"), context) if parameters.text("orderBy") else None
    found = await reader.search(selection, limit=limit + 1, offset=offset, order=order) if limit else []
    headers |= page_links(request, limit=limit, offset=offset, more=len(found) > limit)
    return await _page(request, parameters, found[:limit], context, kind, options, headers)


async def _page(
    request: Request, parameters: Asked, found: list[Found], context: Context, kind: str, options: Options,
    headers: dict[str, str],
) -> Response:  # fmt: skip
    join, name = asked.parse_join(parameters), await asked.tenant(request)
    documents = [one.document for one in found]
    shown = await linked.shown(asked.store(request), name, documents, join, options, context)
    if kind == GEO_JSON:
        features = [_feature(d, s, parameters, context) for d, s in zip(documents, shown, strict=False)]
        return await represented(request, {"type": "FeatureCollection", "features": features}, context, kind, headers)
    shown = [one for one in shown if one]
    return await represented(request, shown, context, kind, headers)


async def _count(request: Request, parameters: Asked, selection: Any, limit: int) -> dict[str, str]:
    """The header with the number of all entities, if asked for."""
    if not parameters.flag("count"):
        if limit == 0:
            raise BadRequestData("A page of 0 entities", "limit=0 goes with count=true only.")
        return {}
    return {"NGSILD-Results-Count": str(await asked.store(request).reader.count(selection))}


async def replace_entity(request: Request) -> Response:
    """PUT /entities/{id}."""
    Asked(request, frozenset({"options"}))
    wanted = entity_id(request)
    given, context = await asked.object_and_context(request)
    _same_id(given, wanted)
    operation = changing.replace(await asked.tenant(request), wanted, expand_entity(given, context))
    return changed(await asked.store(request).do(operation))


def _same_id(given: dict[str, Any], wanted: str) -> None:
    """The id in the body, if there is one, is the one in the path."""
    if given.get("id", wanted) != wanted:
        raise BadRequestData("There are two ids", "The id of the body differs from the one of the path.")


async def merge_entity(request: Request) -> Response:
    """PATCH /entities/{id}."""
    parameters = Asked(request, frozenset({"options", "observedAt", "lang", "format", "type"}))
    wanted = entity_id(request)
    given, context = await asked.object_and_context(request)
    _same_id(given, wanted)
    observed = parameters.text("observedAt")
    moment = format_time(parse_time(observed, "observedAt")) if observed else None
    expanded = expand_entity(given, context)
    operation = changing.merge(await asked.tenant(request), wanted, expanded, observed_at=moment)
    return changed(await asked.store(request).do(operation))


async def delete_entity(request: Request) -> Response:
    """DELETE /entities/{id}."""
    Asked(request, frozenset({"type"}))
    operation = changing.delete(await asked.tenant(request), entity_id(request))
    await asked.store(request).do(operation)
    return Response(status_code=204)


async def purge_entities(request: Request) -> Response:
    """DELETE /entities: all that are selected, or only some of their attributes (5.6.21)."""
    parameters = Asked(request, SELECTING | {"drop", "keep", "options"})
    context = await asked.context(request)
    name = await asked.tenant(request)
    chosen = selection(parameters.text, context, name)
    if not chosen.narrows and not chosen.selection.selectors and not parameters.flag("local"):
        raise BadRequestData("The request would delete everything", "Say which entities, by type for example.")
    drop, keep = (frozenset(map(context.expand, parameters.names(which))) for which in ("drop", "keep"))
    if drop and keep:
        raise BadRequestData("drop and keep exclude each other", "Give one of them.")
    found = [one.document["id"] async for one in asked.store(request).reader.all(chosen.selection)]
    operations = [changing.purge(name, one, drop=drop, keep=keep) for one in found]
    if operations:
        await asked.store(request).commit(operations)
    return Response(status_code=204)


async def append_attributes(request: Request) -> Response:
    """POST /entities/{id}/attrs."""
    parameters = Asked(request, frozenset({"options", "type"}))
    wanted = entity_id(request)
    given, context = await asked.object_and_context(request)
    overwrite = "noOverwrite" not in parameters.options
    name = await asked.tenant(request)
    operation = changing.append(name, wanted, expand_entity(given, context), overwrite=overwrite)
    return changed(await asked.store(request).do(operation))


async def update_attributes(request: Request) -> Response:
    """PATCH /entities/{id}/attrs."""
    Asked(request, frozenset({"options", "type"}))
    wanted = entity_id(request)
    given, context = await asked.object_and_context(request)
    operation = changing.update(await asked.tenant(request), wanted, expand_entity(given, context))
    return changed(await asked.store(request).do(operation))


async def update_attribute(request: Request) -> Response:
    """PATCH /entities/{id}/attrs/{name}."""
    Asked(request, frozenset({"options", "type"}))
    wanted = entity_id(request)
    given, context = await asked.object_and_context(request)
    name, fragment = attribute_name(request, context), expand_instance(given, context)
    operation = changing.partial_update(await asked.tenant(request), wanted, name, fragment)
    await asked.store(request).do(operation)
    return Response(status_code=204)


async def replace_attribute(request: Request) -> Response:
    """PUT /entities/{id}/attrs/{name}."""
    Asked(request, frozenset({"options", "type"}))
    wanted = entity_id(request)
    given, context = await asked.object_and_context(request)
    name = attribute_name(request, context)
    inner = {key: value for key, value in given.items() if key != "@context"}
    operation = changing.replace_attribute(await asked.tenant(request), wanted, name, expand_attribute(inner, context))
    await asked.store(request).do(operation)
    return Response(status_code=204)


async def delete_attribute(request: Request) -> Response:
    """DELETE /entities/{id}/attrs/{name}."""
    parameters = Asked(request, frozenset({"datasetId", "deleteAll", "type"}))
    context = await asked.context(request)
    if request.path_params["name"] == "scope":
        await asked.store(request).do(changing.delete_scope(await asked.tenant(request), entity_id(request)))
        return Response(status_code=204)
    operation = changing.delete_attribute(
        await asked.tenant(request),
        entity_id(request),
        attribute_name(request, context),
        dataset=parameters.text("datasetId") or None,
        everything=parameters.flag("deleteAll"),
    )
    await asked.store(request).do(operation)
    return Response(status_code=204)


_ONE = ENTITIES + "/{id}"
_ATTRIBUTES = _ONE + "/attrs"
_ATTRIBUTE = _ATTRIBUTES + "/{name:path}"
routes = [
    *(Route(path, create_entity, methods=["POST"]) for path in (ENTITIES, ENTITIES + "/")),
    *(Route(path, query_entities, methods=["GET"]) for path in (ENTITIES, ENTITIES + "/")),
    *(Route(path, purge_entities, methods=["DELETE"]) for path in (ENTITIES, ENTITIES + "/")),
    *(Route(path, append_attributes, methods=["POST"]) for path in (_ATTRIBUTES, _ATTRIBUTES + "/")),
    *(Route(path, update_attributes, methods=["PATCH"]) for path in (_ATTRIBUTES, _ATTRIBUTES + "/")),
    Route(_ATTRIBUTE, update_attribute, methods=["PATCH"]),
    Route(_ATTRIBUTE, replace_attribute, methods=["PUT"]),
    Route(_ATTRIBUTE, delete_attribute, methods=["DELETE"]),
    Route(_ONE, retrieve_entity, methods=["GET"]),
    Route(_ONE, replace_entity, methods=["PUT"]),
    Route(_ONE, merge_entity, methods=["PATCH"]),
    Route(_ONE, delete_entity, methods=["DELETE"]),
]
