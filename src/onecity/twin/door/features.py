"""/ogc: OGC API Features (OGC 17-069r4): a collection for each type of entity, as QGIS and GDAL open it."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import shapely
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin.context import CORE
from onecity.twin.door import asked
from onecity.twin.errors import BadRequestData, ResourceNotFound
from onecity.twin.features.cql import parse_cql
from onecity.twin.query.geo import LOCATION, GeoQuery, checked
from onecity.twin.query.nodes import And, Compare, Literal, Operator, Path
from onecity.twin.represent import Form, Options, as_feature, represent
from onecity.twin.store import Found, Selection, Selector
from onecity.twin.store.inventory import inventory
from onecity.twin.subscriptions.types import parse_types
from onecity.twin.times import format_time

BASE = "/ogc"
GEO_JSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_SHOWN = Options(form=Form.SIMPLIFIED)
_SPEC = "http://www.opengis.net/spec"
CONFORMS = [f"{_SPEC}/ogcapi-features-1/1.0/conf/{part}" for part in ("core", "oas30", "geojson")] + [
    f"{_SPEC}/ogcapi-features-3/1.0/conf/{part}" for part in ("filter", "features-filter")
] + [f"{_SPEC}/cql2/1.0/conf/{part}" for part in ("cql2-text", "basic-cql2")]  # fmt: skip
MAX_LIMIT, DEFAULT_LIMIT = 10_000, 100
_KNOWN = frozenset({"bbox", "limit", "offset", "filter", "filter-lang", "f", "datetime"})


def _json(answer: Any, kind: str = "application/json") -> Response:
    return Response(msgspec.json.encode(answer), media_type=kind)


def _link(
    request: Request, path: str, relation: str, kind: str = "application/json", title: str = ""
) -> dict[str, str]:
    href = f"{request.url.scheme}://{request.url.netloc}{BASE}{path}"
    return {"href": href, "rel": relation, "type": kind} | ({"title": title} if title else {})


async def landing(request: Request) -> Response:
    """GET /ogc/."""
    links = [
        _link(request, "/", "self"),
        _link(request, "/api", "service-desc", OPENAPI),
        _link(request, "/conformance", "conformance"),
        _link(request, "/collections", "data"),
    ]
    return _json({"title": "The living model of the city", "description": "Entities by type.", "links": links})


async def conformance(request: Request) -> Response:  # noqa: ARG001
    """GET /ogc/conformance."""
    return _json({"conformsTo": CONFORMS})


async def describe(request: Request) -> Response:
    """GET /ogc/api: what there is, as OpenAPI."""
    paths = {
        path: {"get": {"summary": text, "responses": {"200": {"description": "found"}}}}
        for path, text in _PATHS.items()
    }
    info = {"title": "The living model of the city", "version": "1"}
    server = {"url": f"{request.url.scheme}://{request.url.netloc}{BASE}"}
    return _json({"openapi": "3.0.3", "info": info, "servers": [server], "paths": paths}, OPENAPI)


_PATHS = {
    "/": "Where to begin",
    "/conformance": "What this keeps to",
    "/collections": "Types of entities",
    "/collections/{collectionId}": "One type",
    "/collections/{collectionId}/items": "Its entities: bbox, limit, offset, filter (CQL2 text), attributes by name",
    "/collections/{collectionId}/items/{featureId}": "One entity",
}


def _collection(request: Request, name: str) -> dict[str, Any]:
    place = f"/collections/{quote(name, safe='')}"
    return {
        "id": name,
        "title": name,
        "itemType": "feature",
        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        "links": [_link(request, place, "self"), _link(request, f"{place}/items", "items", GEO_JSON)],
    }


async def _names(request: Request) -> list[str]:
    uses = await inventory(asked.store(request).pool, await asked.tenant(request))
    return sorted({CORE.compact(use.type) for use in uses})


async def list_collections(request: Request) -> Response:
    """GET /ogc/collections."""
    found = [_collection(request, name) for name in await _names(request)]
    return _json({"collections": found, "links": [_link(request, "/collections", "self")]})


async def describe_collection(request: Request) -> Response:
    """GET /ogc/collections/{id}."""
    return _json(_collection(request, await _known(request)))


async def _known(request: Request) -> str:
    name: str = request.path_params["name"]
    if name not in await _names(request):
        raise ResourceNotFound("There is no such collection", f"No entity is a {name[:100]}.")
    return name


async def list_items(request: Request) -> Response:
    """GET /ogc/collections/{id}/items."""
    name = await _known(request)
    limit, offset = _number(request, "limit", DEFAULT_LIMIT, 1), _number(request, "offset", 0, 0)
    wanted, reader = await _selection(request, name), asked.store(request).reader
    found = await reader.search(wanted, limit=limit + 1, offset=offset)
    features = [_feature(one) for one in found[:limit]]
    answer = {
        "type": "FeatureCollection",
        "features": features,
        "numberReturned": len(features),
        "timeStamp": format_time(datetime.now(UTC)),
        "links": _pages(request, name, limit, offset, more=len(found) > limit),
    }
    return _json(answer, GEO_JSON)


def _number(request: Request, name: str, default: int, least: int) -> int:
    given = request.query_params.get(name, "")
    if given and (not given.isdecimal() or len(given) > 9 or int(given) < least):
        raise BadRequestData(f"{name} is not valid", f"Give a whole number from {least} on.")
    return min(int(given), MAX_LIMIT if name == "limit" else 10**9) if given else default


async def _selection(request: Request, name: str) -> Selection:
    given = request.query_params
    cql = parse_cql(given["filter"]) if given.get("filter") else None
    tests = [_equal(key, value) for key, value in given.items() if key not in _KNOWN]
    nodes = tests + ([cql.node] if cql and cql.node else [])
    box = _bbox(given["bbox"]) if given.get("bbox") else None
    if box and cql and cql.geo:
        raise BadRequestData("There are two places", "Give bbox or S_INTERSECTS.")
    return Selection(
        tenant=await asked.tenant(request),
        selectors=[Selector(types=parse_types(CORE.expand(name)))],
        q=And(tuple(nodes)) if nodes else None,
        geo=box or (cql.geo if cql else None),
    )


def _equal(name: str, value: str) -> Compare:
    """A parameter of an attribute's name: it equals the value, as a number or as text."""
    number = [Literal(float(value))] if value.replace(".", "", 1).lstrip("-").isdecimal() else []
    return Compare(Path((CORE.expand(name),)), Operator.EQUAL, (Literal(value), *number))


def _bbox(text: str) -> GeoQuery:
    try:
        edges = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise BadRequestData("bbox is not valid", "Give west,south,east,north in degrees.") from error
    if len(edges) == 6:
        edges = [*edges[:2], *edges[3:5]]
    if len(edges) != 4:
        raise BadRequestData("bbox is not valid", "Give west,south,east,north in degrees.")
    return GeoQuery("intersects", checked(shapely.box(*edges)), Path((LOCATION,)))


def _feature(found: Found) -> dict[str, Any]:
    shown = represent(found.document, CORE, _SHOWN)
    feature = as_feature(found.document, shown, LOCATION)
    feature["properties"].pop("location", None)
    return feature


def _pages(request: Request, name: str, limit: int, offset: int, *, more: bool) -> list[dict[str, str]]:
    place = f"/collections/{quote(name, safe='')}/items"
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in ("limit", "offset")]

    def page(start: int) -> str:
        return f"{place}?{urlencode([*kept, ('limit', limit), ('offset', start)])}"

    links = [_link(request, page(offset), "self", GEO_JSON)]
    return links + ([_link(request, page(offset + limit), "next", GEO_JSON)] if more else [])


async def show_item(request: Request) -> Response:
    """GET /ogc/collections/{id}/items/{feature}."""
    name = await _known(request)
    found = await asked.store(request).reader.find(await asked.tenant(request), request.path_params["feature"])
    if found is None or CORE.expand(name) not in found.document["type"]:
        raise ResourceNotFound("There is no such feature", f"{request.path_params['feature'][:100]} is no {name}.")
    links = [_link(request, f"/collections/{quote(name, safe='')}", "collection")]
    return _json(_feature(found) | {"links": links}, GEO_JSON)


_ONE = BASE + "/collections/{name}"
routes = [
    *(Route(path, landing, methods=["GET"]) for path in (BASE, BASE + "/")),
    Route(f"{BASE}/conformance", conformance, methods=["GET"]),
    Route(f"{BASE}/api", describe, methods=["GET"]),
    Route(f"{BASE}/collections", list_collections, methods=["GET"]),
    Route(_ONE, describe_collection, methods=["GET"]),
    Route(_ONE + "/items", list_items, methods=["GET"]),
    Route(_ONE + "/items/{feature:path}", show_item, methods=["GET"]),
]
