"""/ngsi-ld/v1/temporal: the evolution of entities (ETSI GS CIM 009, 5.6.11 - 5.6.16, 5.7.3, 5.7.4, 6.18 - 6.24)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin.context.terms import Context
from onecity.twin.door import asked
from onecity.twin.door.answers import page_links, represented
from onecity.twin.door.asked import Asked
from onecity.twin.door.entities import entity_id
from onecity.twin.door.evolving import TEMPORAL, entity_and_past, most_rows
from onecity.twin.door.selecting import SELECTING, Chosen, queried, selection
from onecity.twin.errors import BadRequestData, InvalidRequest, ResourceNotFound
from onecity.twin.model import Document
from onecity.twin.ordering import ordered, parse_order
from onecity.twin.represent import shown
from onecity.twin.store import Found, Selection
from onecity.twin.store.evolution import Instance, Wanted, attributes_of, instances
from onecity.twin.store.reading import is_selected
from onecity.twin.temporal.asking import MAX_LAST, Figures, Relation, parse_figures, parse_stretch
from onecity.twin.temporal.showing import Manner, View, chosen, evolution, time_of
from onecity.twin.times import format_time

_SHOWING = frozenset(
    {"timerel", "timeAt", "endTimeAt", "timeproperty", "lastN", "aggrMethods", "aggrPeriodDuration", "attrs", "pick",
     "omit", "options", "format", "lang", "datasetId", "sysAttrs", "containedBy", "join"}
)  # fmt: skip
_PAGING = frozenset({"limit", "offset", "count", "orderBy", "collation"})
_MANNERS = {"temporalValues": Manner.VALUES, "aggregatedValues": Manner.FIGURES}
DEFAULT_LIMIT = 20
CHUNK = 100  # entities whose history is looked at together


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


async def retrieve_evolution(request: Request) -> Response:
    """GET /temporal/entities/{id}."""
    parameters = Asked(request, _SHOWING)
    kind, context = asked.accepted(request), await asked.context(request)
    wanted, view = entity_id(request), _view(parameters, context)
    found = await entity_and_past(request, wanted)
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


routes = [
    *(Route(path, query_evolutions, methods=["GET"]) for path in (TEMPORAL, TEMPORAL + "/")),
    Route("/ngsi-ld/v1/temporal/entityOperations/query", post_query, methods=["POST"]),
    Route(TEMPORAL + "/{id}", retrieve_evolution, methods=["GET"]),
]
