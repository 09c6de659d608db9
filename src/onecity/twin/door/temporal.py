"""/ngsi-ld/v1/temporal: the evolution of entities (ETSI GS CIM 009, 5.6.11 - 5.6.16, 5.7.3, 5.7.4, 6.18 - 6.24)."""

import os
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin import changing
from onecity.twin.context import expand_attribute, expand_entity
from onecity.twin.context.terms import Context
from onecity.twin.door import asked
from onecity.twin.door.answers import created, page_links, represented
from onecity.twin.door.asked import Asked
from onecity.twin.door.entities import attribute_name, entity_id
from onecity.twin.door.selecting import SELECTING, Chosen, queried, selection
from onecity.twin.errors import BadRequestData, InvalidRequest, MethodNotAllowed, ResourceNotFound
from onecity.twin.model import Document, check_uri, normalised_instance
from onecity.twin.ordering import ordered, parse_order
from onecity.twin.represent import shown
from onecity.twin.store import Found, Selection
from onecity.twin.store.evolution import Instance, Wanted, attributes_of, forget, instances, mend, row_of
from onecity.twin.store.reading import is_selected
from onecity.twin.temporal.asking import MAX_LAST, Figures, Relation, parse_figures, parse_stretch
from onecity.twin.temporal.showing import Manner, View, chosen, evolution, time_of
from onecity.twin.times import format_time

TEMPORAL = "/ngsi-ld/v1/temporal/entities"
_SHOWING = frozenset(
    {"timerel", "timeAt", "endTimeAt", "timeproperty", "lastN", "aggrMethods", "aggrPeriodDuration", "attrs", "pick",
     "omit", "options", "format", "lang", "datasetId", "sysAttrs", "containedBy", "join"}
)  # fmt: skip
_PAGING = frozenset({"limit", "offset", "count", "orderBy", "collation"})
_MANNERS = {"temporalValues": Manner.VALUES, "aggregatedValues": Manner.FIGURES}
DEFAULT_LIMIT = 20
CHUNK = 100  # entities whose history is looked at together


def most_rows() -> int:
    """How many rows of the history one answer may hold (``ONECITY_TEMPORAL_LIMIT``); what is more is another range."""
    return int(os.environ.get("ONECITY_TEMPORAL_LIMIT", "20000"))


def _view(parameters: Asked, context: Context) -> View:
    """What of the past shall be seen, and how."""
    given = parameters.text("format")
    if given and given not in _MANNERS and given not in ("normalized", "concise", "simplified", "keyValues"):
        raise InvalidRequest("There is no such format", f"Formats are {', '.join(_MANNERS)} and normalized.")
    manner = _MANNERS.get(given) or next((_MANNERS[n] for n in _MANNERS if n in parameters.options and not given), None)
    stretch = parse_stretch(*(parameters.text(n) for n in ("timerel", "timeAt", "endTimeAt", "timeproperty")))
    figures: Figures | None = None
    if manner is Manner.FIGURES:
        figures = parse_figures(parameters.text("aggrMethods"), parameters.text("aggrPeriodDuration"))
    return View(
        options=parameters.shown(context),
        stretch=stretch,
        manner=manner or Manner.INSTANCES,
        figures=figures,
        last=parameters.number("lastN", 0, least=1, most=MAX_LAST),
    )


async def create_evolution(request: Request) -> Response:
    """POST /temporal/entities: a new evolution, or more of one; its last instances are the entity's current state."""
    Asked(request, frozenset({"options"}))
    given, context = await asked.object_and_context(request)
    if not given:
        raise InvalidRequest("The entity is empty", "Send at least its id and type.")
    operation = changing.evolve(await asked.tenant(request, known=False), expand_entity(given, context))
    outcome = await asked.store(request).do(operation)
    is_new = isinstance(outcome, changing.Result) and outcome.created
    if not is_new:
        await _once_each(request, operation.id)
    return created(TEMPORAL + "/", operation.id) if is_new else Response(status_code=204)


async def _once_each(request: Request, wanted: str) -> None:
    """What was said twice of one moment: the last word counts."""
    found, pool = await _entity(request, wanted), asked.store(request).pool
    rows = await instances(pool, Wanted([found.key]), limit=most_rows())
    last = {_moment(one): one.id for one in rows}  # rows of one moment come in the order in which they were written
    for name in {one.name for one in rows if last[_moment(one)] != one.id}:
        await mend(
            pool, found.key, name, lambda one: one.document if last.get(_moment(one), one.id) == one.id else None
        )


def _moment(one: Instance) -> tuple[str, Any, Any]:
    return one.name, one.document.get("datasetId"), one.document.get("observedAt", one.id)


async def add_attributes(request: Request) -> Response:
    """POST /temporal/entities/{id}/attrs."""
    Asked(request, frozenset({"options"}))
    given, context = await asked.object_and_context(request)
    wanted = entity_id(request)
    if not given:
        raise BadRequestData("The fragment is empty", "Send at least one attribute.")
    operation = changing.evolve(await asked.tenant(request), expand_entity(given | {"id": wanted}, context), known=True)
    await asked.store(request).do(operation)
    return Response(status_code=204)


async def retrieve_evolution(request: Request) -> Response:
    """GET /temporal/entities/{id}."""
    parameters = Asked(request, _SHOWING)
    kind, context = asked.accepted(request), await asked.context(request)
    wanted, view = entity_id(request), _view(parameters, context)
    found = await _entity(request, wanted)
    rows = await _history(request, [found], view)
    names = await attributes_of(asked.store(request).pool, found.key)
    if view.options.attributes is not None and not view.options.attributes.intersection(names):
        raise ResourceNotFound("The entity has none of these attributes", f"{wanted} is there, without them.")
    page, headers = _cut(chosen(rows, view), view)
    answer = evolution(found.document, page, _kept(names, view, headers), context, view)
    if not answer:
        raise ResourceNotFound("The entity has none of these members", f"{wanted} is there, without them.")
    return _answered(await represented(request, answer, context, kind, headers), headers)


def _kept(names: list[str], view: View, headers: dict[str, str]) -> list[str]:
    """Attributes that stand in a cut answer even with nothing left of them."""
    wanted = view.options.attributes
    return [name for name in names if headers and name != "scope" and (wanted is None or name in wanted)]


async def _entity(request: Request, wanted: str) -> Found:
    found = await asked.store(request).reader.find(await asked.tenant(request), wanted, past=True)
    if found is None:
        raise ResourceNotFound("There is no such entity", f"{wanted} is not known here.")
    return found


async def _history(request: Request, entities: list[Found], view: View) -> list[Instance]:
    """The rows of entities that may be seen; one more than an answer may hold, so that a cut is noticed."""
    wanted = Wanted([one.key for one in entities], sorted(view.options.attributes or ()), view.stretch, view.last)
    return await instances(asked.store(request).pool, wanted, limit=most_rows() + 1)


def _cut(rows: list[Instance], view: View) -> tuple[list[Instance], dict[str, str]]:
    """At most as many instances as an answer may hold, and the range of time they fill if that is not all (6.3.10)."""
    if len(rows) <= most_rows() or view.manner is Manner.FIGURES:
        return rows, {}
    page = rows[: most_rows()]
    first, last = time_of(page[0], view), time_of(page[-1], view)
    stretch = view.stretch
    begin, end = first, last
    if view.last:
        begin = {Relation.BEFORE: stretch.at, Relation.BETWEEN: stretch.end}.get(stretch.relation) or first
    elif stretch.relation in (Relation.AFTER, Relation.BETWEEN):
        begin = stretch.at
    bounds = "-".join(shown(format_time(moment)) for moment in (begin, end) if moment)
    return page, {"Content-Range": f"date-time {bounds}/{view.last or '*'}"}


def _answered(response: Response, headers: dict[str, str]) -> Response:
    """206 where there is more."""
    if "Content-Range" in headers:
        response.status_code = 206
    return response


async def query_evolutions(request: Request) -> Response:
    """GET /temporal/entities."""
    parameters = Asked(request, SELECTING | _SHOWING | _PAGING)
    kind, context = asked.accepted(request), await asked.context(request)
    picked = selection(parameters.text, context, await asked.tenant(request))
    return await _query(request, parameters, picked, context, kind)


async def post_query(request: Request) -> Response:
    """POST /temporal/entityOperations/query."""
    parameters = Asked(request, _SHOWING | _PAGING)
    kind = asked.accepted(request)
    given, context = await asked.object_and_context(request)
    picked = queried(given, context, await asked.tenant(request))
    temporal = given.get("temporalQ") or {}
    members = {name: given[name] for name in _SHOWING | _PAGING if name in given}
    parameters.fill(members | (temporal if isinstance(temporal, dict) else {}))
    return await _query(request, parameters, picked, context, kind)


async def _query(request: Request, parameters: Asked, picked: Chosen, context: Context, kind: str) -> Response:
    view = _view(parameters, context)
    if not picked.narrows and not parameters.flag("local"):
        raise BadRequestData("The query asks for everything", "Give type, attrs, q, geo-query or local=true.")
    limit = parameters.number("limit", DEFAULT_LIMIT, most=asked.MAX_LIMIT)
    offset = parameters.number("offset", 0)
    every = await _matching(request, picked.selection, view)
    if parameters.text("orderBy"):
        every = _in_order(every, parameters.text("orderBy"), context)
    page = every[offset : offset + limit]
    rows = sorted((one for _, part in page for one in part), key=lambda one: one.observed, reverse=bool(view.last))
    kept, headers = _cut(rows, view)
    headers |= page_links(request, limit=limit, offset=offset, more=len(every) > offset + limit)
    if parameters.flag("count"):
        headers["NGSILD-Results-Count"] = str(len(every))
    answer = [_shown(one, kept, headers, context, view) for one in page]
    return _answered(await represented(request, [one for one in answer if one], context, kind, headers), headers)


def _shown(past: "Past", kept: list[Instance], headers: dict[str, str], context: Context, view: View) -> Document:
    """One entity of a page, with those of its instances that the page keeps."""
    found, every = past
    names = sorted({one.name for one in every}) if "Content-Range" in headers else []
    own = [one for one in kept if one.entity == found.key]
    return evolution(found.document, own, [name for name in names if name != "scope"], context, view)


Past = tuple[Found, list[Instance]]


async def _matching(request: Request, wanted: Selection, view: View) -> list[Past]:
    """Every entity selected with its history in the stretch; those that have none in it are left out."""
    found: list[Past] = []
    chunk: list[Found] = []
    async for one in asked.store(request).reader.past(wanted):
        chunk.append(one)
        if len(chunk) == CHUNK:
            found += await _judged(request, chunk, wanted, view)
            chunk = []
    return found + (await _judged(request, chunk, wanted, view) if chunk else [])


async def _judged(request: Request, chunk: list[Found], wanted: Selection, view: View) -> list[Past]:
    rows = chosen(await _history(request, chunk, view), view)
    by_entity: dict[int, list[Instance]] = {}
    for one in rows:
        by_entity.setdefault(one.entity, []).append(one)
    past = [(found, by_entity[found.key]) for found in chunk if found.key in by_entity]
    return [(found, part) for found, part in past if is_selected(wanted, _as_it_was(found, part))]


def _as_it_was(found: Found, part: list[Instance]) -> Document:
    """The entity with every instance of its history, so that a query is met if it was met at any time."""
    document: Document = {key: found.document[key] for key in ("id", "type", "scope") if key in found.document}
    for name, attribute in found.document.items():
        if isinstance(attribute, dict):
            document[name] = [attribute]
    for one in part:
        document.setdefault(one.name, [])
    for name in {one.name for one in part} - {"scope"}:
        document[name] = [one.document for one in part if one.name == name]
    return document


def _in_order(every: list[Past], text: str, context: Context) -> list[Past]:
    by_id = {found.document["id"]: (found, part) for found, part in every}
    documents = ordered([found.document for found, _ in every], parse_order(text, context))
    return [by_id[document["id"]] for document in documents]


async def delete_evolution(request: Request) -> Response:
    """DELETE /temporal/entities/{id}: the entity, and all that is known of its past."""
    Asked(request, frozenset())
    found = await _entity(request, entity_id(request))
    outcome = await asked.store(request).commit([changing.delete(await asked.tenant(request), found.document["id"])])
    del outcome  # it may have been deleted before; its past is deleted now
    await forget(asked.store(request).pool, found.key)
    return Response(status_code=204)


async def delete_attribute(request: Request) -> Response:
    """DELETE /temporal/entities/{id}/attrs/{name}."""
    parameters = Asked(request, frozenset({"datasetId", "deleteAll"}))
    context = await asked.context(request)
    wanted, name = entity_id(request), attribute_name(request, context)
    found = await _entity(request, wanted)
    dataset, everything = parameters.text("datasetId") or None, parameters.flag("deleteAll")
    tenant = await asked.tenant(request)
    operation = changing.delete_attribute(tenant, wanted, name, dataset=dataset, everything=everything)
    await asked.store(request).commit([operation])

    def change(one: Instance) -> Document | None:
        return None if everything or one.document.get("datasetId") == dataset else one.document

    if not await mend(asked.store(request).pool, found.key, name, change):
        raise ResourceNotFound("There is no such attribute", f"{wanted} never had {name} for this dataset.")
    return Response(status_code=204)


async def _instance(request: Request) -> tuple[Found, str, str]:
    """The entity, the attribute and the instance in the path."""
    if not request.path_params["instance"]:
        raise MethodNotAllowed("This cannot be done here", "The id of an instance is missing in the address.")
    wanted = entity_id(request)
    name = attribute_name(request, await asked.context(request))
    instance = check_uri(request.path_params["instance"], "The instance's id")
    found = await _entity(request, wanted)
    if not row_of(instance):
        raise ResourceNotFound("There is no such instance", f"{instance[:100]} is not known here.")
    return found, name, instance


async def modify_instance(request: Request) -> Response:
    """PATCH /temporal/entities/{id}/attrs/{name}/{instance}."""
    Asked(request, frozenset())
    given, context = await asked.object_and_context(request)
    found, name, instance = await _instance(request)
    fragment = given.get(request.path_params["name"], given)
    fragment = fragment[0] if isinstance(fragment, list) and fragment else fragment
    inner = {key: value for key, value in fragment.items() if key != "@context"}
    new = normalised_instance(name, expand_attribute(inner, context))
    await _mend_instance(request, found, name, instance, lambda one: one | new)
    return Response(status_code=204)


async def delete_instance(request: Request) -> Response:
    """DELETE /temporal/entities/{id}/attrs/{name}/{instance}."""
    Asked(request, frozenset())
    found, name, instance = await _instance(request)
    await _mend_instance(request, found, name, instance, lambda _: None)
    return Response(status_code=204)


async def _mend_instance(request: Request, found: Found, name: str, instance: str, change: Any) -> None:
    def only(one: Instance) -> Document | None:
        return change(one.document) if one.id == instance else one.document  # type: ignore[no-any-return]

    if not await mend(asked.store(request).pool, found.key, name, only):
        raise ResourceNotFound("There is no such instance", f"{instance[:100]} is not an instance of {name}.")


_ONE = TEMPORAL + "/{id}"
_ATTRIBUTE = _ONE + "/attrs/{name}"
_INSTANCE = _ATTRIBUTE + "/{instance:path}"
routes = [
    *(Route(path, create_evolution, methods=["POST"]) for path in (TEMPORAL, TEMPORAL + "/")),
    *(Route(path, query_evolutions, methods=["GET"]) for path in (TEMPORAL, TEMPORAL + "/")),
    Route("/ngsi-ld/v1/temporal/entityOperations/query", post_query, methods=["POST"]),
    *(Route(path, add_attributes, methods=["POST"]) for path in (_ONE + "/attrs", _ONE + "/attrs/")),
    Route(_INSTANCE, modify_instance, methods=["PATCH"]),
    Route(_INSTANCE, delete_instance, methods=["DELETE"]),
    Route(_ATTRIBUTE, delete_attribute, methods=["DELETE"]),
    Route(_ONE, retrieve_evolution, methods=["GET"]),
    Route(_ONE, delete_evolution, methods=["DELETE"]),
]
