"""/ngsi-ld/v1/entityOperations: many entities at once (ETSI GS CIM 009, 5.6.7 - 5.6.10, 6.14 - 6.17, 6.31)."""

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin import changing
from onecity.twin.changing import Operation, Outcome, Result
from onecity.twin.context import expand_entity
from onecity.twin.door import asked
from onecity.twin.door.answers import described
from onecity.twin.door.asked import JSON, Asked
from onecity.twin.door.entities import answer_query
from onecity.twin.door.selecting import queried
from onecity.twin.errors import BadRequestData, InvalidRequest, Problem
from onecity.twin.represent import Options

OPERATIONS = "/ngsi-ld/v1/entityOperations"
MAX_ENTITIES = 10_000
Document = dict[str, Any]
Make = Callable[[str, Document], Operation]


async def _entities(request: Request) -> list[Any]:
    given = await asked.body(request)
    if not isinstance(given, list):
        raise InvalidRequest("The body is not a list", "Send a list of entities.")
    if not given:
        raise BadRequestData("The list is empty", "Send at least one entity.")
    if len(given) > MAX_ENTITIES:
        raise BadRequestData("The list is too long", f"At most {MAX_ENTITIES} entities are accepted at once.")
    return given


async def _prepared(request: Request, given: Any, tenant: str, make: Make) -> Operation | Problem:
    """The operation of one entity, or why there is none."""
    try:
        if not isinstance(given, dict):
            raise BadRequestData("An entity is not a JSON object", f"{str(given)[:40]!r}.")
        context = await asked.context_of(request, given)
        return make(tenant, expand_entity(given, context))
    except Problem as problem:
        return problem


async def _run(request: Request, make: Make) -> tuple[list[Any], list[Outcome]]:
    """What was given, and what became of each."""
    given = await _entities(request)
    tenant = await asked.tenant(request, known=False)
    prepared = [await _prepared(request, one, tenant, make) for one in given]
    operations = [one for one in prepared if isinstance(one, Operation)]
    outcomes = iter(await asked.store(request).commit(operations) if operations else [])
    return given, [one if isinstance(one, Problem) else next(outcomes) for one in prepared]


def _id(given: Any) -> str:
    found = given.get("id") if isinstance(given, dict) else given
    return found if isinstance(found, str) else ""


def _failures(given: list[Any], outcomes: list[Outcome]) -> list[Document]:
    """Entities that were refused whole, and those of which some attributes were."""
    found = []
    for one, outcome in zip(given, outcomes, strict=True):
        if isinstance(outcome, Problem):
            found.append({"entityId": _id(one), "error": described(outcome)})
        elif outcome.refused:
            names = ", ".join(refusal.name for refusal in outcome.refused)
            error = BadRequestData("Some attributes were not changed", f"{names}: {outcome.refused[0].reason}")
            found.append({"entityId": _id(one), "error": described(error)})
    return found


def _answer(given: list[Any], outcomes: list[Outcome], *, listing: Callable[[Result], bool] | None) -> Response:
    """204 or, if something was created, 201; 207 if anything was refused (6.14.3.1)."""
    failures = _failures(given, outcomes)
    done = [(_id(one), o) for one, o in zip(given, outcomes, strict=True) if isinstance(o, Result) and not o.refused]
    if failures:
        return _json({"success": [name for name, _ in done], "errors": failures}, 207)
    listed = [name for name, outcome in done if listing and listing(outcome)]
    return _json(listed, 201) if listed else Response(status_code=204)


def _json(answer: Any, status: int) -> Response:
    return Response(msgspec.json.encode(answer), status_code=status, media_type=JSON)


async def create(request: Request) -> Response:
    """POST /entityOperations/create."""
    Asked(request, frozenset({"options"}))
    return _answer(*await _run(request, changing.create), listing=lambda _: True)


async def upsert(request: Request) -> Response:
    """POST /entityOperations/upsert: entities that are there are replaced or, with options=update, appended to."""
    update = "update" in Asked(request, frozenset({"options"})).options
    ran = await _run(request, lambda tenant, one: changing.upsert(tenant, one, update=update))
    return _answer(*ran, listing=lambda outcome: outcome.created)


async def update(request: Request) -> Response:
    """POST /entityOperations/update."""
    overwrite = "noOverwrite" not in Asked(request, frozenset({"options"})).options
    ran = await _run(request, lambda tenant, one: changing.append(tenant, one.get("id", ""), one, overwrite=overwrite))
    return _answer(*ran, listing=None)


async def merge(request: Request) -> Response:
    """POST /entityOperations/merge."""
    Asked(request, frozenset({"options", "observedAt", "lang"}))
    ran = await _run(request, lambda tenant, one: changing.merge(tenant, one.get("id", ""), one))
    return _answer(*ran, listing=None)


async def delete(request: Request) -> Response:
    """POST /entityOperations/delete: a list of ids."""
    Asked(request, frozenset({"options"}))
    given = await _entities(request)
    tenant = await asked.tenant(request)
    prepared = [_deletion(tenant, one) for one in given]
    outcomes = iter(await asked.store(request).commit([one for one in prepared if isinstance(one, Operation)]))
    return _answer(given, [one if isinstance(one, Problem) else next(outcomes) for one in prepared], listing=None)


def _deletion(tenant: str, given: Any) -> Operation | Problem:
    try:
        return changing.delete(tenant, _id(given))
    except Problem as problem:
        return problem


_QUERY = frozenset(
    {"limit", "offset", "count", "options", "format", "orderBy", "lang", "join", "joinLevel", "datasetId",
     "geometryProperty", "containedBy", "pick", "omit", "sysAttrs"}
)  # fmt: skip


async def query(request: Request) -> Response:
    """POST /entityOperations/query: a query in the body (6.23)."""
    parameters = Asked(request, _QUERY)
    kind = asked.accepted(request, geojson=True)
    given, context = await asked.object_and_context(request)
    tenant = await asked.tenant(request)
    chosen = queried(given, context, tenant)
    parameters.fill({name: given[name] for name in _QUERY | {"attrs"} if name in given})
    options: Options = parameters.shown(context)
    if not chosen.narrows and not parameters.flag("local"):
        raise BadRequestData("The query asks for everything", "Give entities, attrs, q or geoQ.")
    return await answer_query(request, parameters, chosen.selection, context, kind, options)


routes = [
    Route(f"{OPERATIONS}/create", create, methods=["POST"]),
    Route(f"{OPERATIONS}/upsert", upsert, methods=["POST"]),
    Route(f"{OPERATIONS}/update", update, methods=["POST"]),
    Route(f"{OPERATIONS}/merge", merge, methods=["POST"]),
    Route(f"{OPERATIONS}/delete", delete, methods=["POST"]),
    Route(f"{OPERATIONS}/query", query, methods=["POST"]),
]
