"""/ngsi-ld/v1/jsonldContexts: @contexts hosted here, and what is known of copies (ETSI GS CIM 009, 5.13 and 6.29)."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin import context
from onecity.twin.context.core import CORE_URL, is_core
from onecity.twin.context.library import PATH, Library
from onecity.twin.context.shelf import Kind, Stored
from onecity.twin.errors import BadRequestData, InvalidRequest, OperationNotSupported, ResourceNotFound

_JSON = "application/json"


async def add_context(request: Request) -> Response:
    """Host a context; its address is in the Location header."""
    try:
        document = msgspec.json.decode(await request.body())
    except msgspec.DecodeError as error:
        raise InvalidRequest("The body is not JSON", str(error)) from error
    if not isinstance(document, dict) or "@context" not in document:
        raise InvalidRequest("The body holds no @context", "Send a JSON object with a member @context.")
    stored = await context.library().host({"@context": document["@context"]})
    return Response(status_code=201, headers={"Location": PATH + stored.key})


async def list_contexts(request: Request) -> Response:
    """The addresses of all contexts, or with ``details`` what is known of each."""
    details, kind = _flag(request, "details"), _kind(request)
    library = context.library()
    core = await library.look_up(CORE_URL)
    known = [stored for stored in [core, *await library.known()] if stored and kind in (None, stored.kind)]
    return _json([_described(stored, request) if details else _address(stored, request) for stored in known])


async def serve_context(request: Request) -> Response:
    """One context, or with ``details`` what is known of it. Copies of others' contexts are not served."""
    details = _flag(request, "details")
    stored = await _found(context.library(), request.path_params["key"])
    if details:
        answer = _json(_described(stored, request))
        _count_look(stored)
        return answer
    if stored.kind is Kind.CACHED:
        raise OperationNotSupported("A copy is not served", "Fetch it from its own address, or ask for its details.")
    _count_look(stored)
    return _json(stored.body)


async def delete_context(request: Request) -> Response:
    """Forget a context; or with ``reload``, fetch a copy anew."""
    key, reload, library = _key(request.path_params["key"]), _flag(request, "reload"), context.library()
    if is_core(key):
        return _reloaded_core(reload)
    stored = await library.look_up(key)
    if reload:
        if stored is None or stored.kind is not Kind.CACHED:
            raise BadRequestData("Only copies can be reloaded", f"There is no copy of {key[:200]}.")
        await library.reload(key)
    else:
        await _found(library, key)
        await library.forget(key)
    return Response(status_code=204)


def _reloaded_core(reload: bool) -> Response:
    """The core context is a table of ours: reloading it changes nothing, and it cannot be deleted."""
    if not reload:
        raise BadRequestData("The core @context cannot be deleted", "It is part of the broker.")
    return Response(status_code=204)


def _count_look(stored: Stored) -> None:
    """Whoever looks at a context the broker made or copied by itself has found it in the storage: that is a hit."""
    if stored.kind is not Kind.HOSTED:
        stored.use()


async def _found(library: Library, key: str) -> Stored:
    stored = await library.look_up(_key(key))
    if stored is None:
        raise ResourceNotFound("There is no such @context", f"{key[:200]} is neither hosted nor copied here.")
    return stored


def _key(given: str) -> str:
    """The key of a context, where its whole address may have been given."""
    return given.rpartition(PATH)[2] if PATH in given else given


def _flag(request: Request, name: str) -> bool:
    """A Boolean parameter; False if it is absent or empty."""
    given = request.query_params.get(name, "").lower()
    if given not in ("", "true", "false"):
        raise BadRequestData(f"{name} is not a Boolean", f"Give {name}=true or {name}=false.")
    return given == "true"


def _kind(request: Request) -> Kind | None:
    """The kind asked for, or None for all."""
    given = request.query_params.get("kind", "")
    for kind in Kind:
        if given.lower() == kind.value.lower():
            return kind
    if given:
        raise BadRequestData("There is no such kind of @context", f"Kinds are {', '.join(Kind)}.")
    return None


def _address(stored: Stored, request: Request) -> str:
    """Where a context can be had: its own address for a copy, else ours."""
    if stored.kind is Kind.CACHED:
        return stored.key
    return f"{request.url.scheme}://{request.url.netloc}{PATH}{stored.key}"


def _described(stored: Stored, request: Request) -> dict[str, Any]:
    """What is known of one context."""
    described: dict[str, Any] = {
        "URL": _address(stored, request),
        "localId": stored.key,
        "kind": stored.kind.value,
        "createdAt": _time(stored.created),
        "numberOfHits": stored.hits,
    }
    return described | ({"lastUsage": _time(stored.last_use)} if stored.last_use else {})


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(answer: Any) -> Response:
    return Response(msgspec.json.encode(answer), media_type=_JSON)


_LIST = PATH.removesuffix("/")
routes = [
    Route(_LIST, list_contexts, methods=["GET"]),
    Route(_LIST, add_context, methods=["POST"]),
    Route(PATH, list_contexts, methods=["GET"]),
    Route(PATH, add_context, methods=["POST"]),
    Route(PATH + "{key:path}", serve_context, methods=["GET"]),
    Route(PATH + "{key:path}", delete_context, methods=["DELETE"]),
]
