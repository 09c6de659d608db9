"""/ngsi-ld/v1/subscriptions (ETSI GS CIM 009, 5.8, 6.10, 6.11)."""

from datetime import UTC, datetime
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin import context as contexts
from onecity.twin.context.terms import Context
from onecity.twin.door import asked
from onecity.twin.door.answers import context_url, created, page_links, represented
from onecity.twin.door.asked import Asked
from onecity.twin.errors import BadRequestData, ResourceNotFound
from onecity.twin.model import Document, check_uri
from onecity.twin.represent import shown
from onecity.twin.subscriptions import checks
from onecity.twin.subscriptions.model import DEFAULT_TRIGGERS, compacted, expanded, parse
from onecity.twin.subscriptions.service import Service
from onecity.twin.subscriptions.shelf import Kept
from onecity.twin.times import format_time

SUBSCRIPTIONS = "/ngsi-ld/v1/subscriptions"
DEFAULT_LIMIT = 20


def service(request: Request) -> Service:
    """The subscriptions behind the door."""
    found: Service = request.app.state.subscriptions
    return found


def _id(request: Request) -> str:
    return check_uri(request.path_params["id"], "The subscription's id")


async def create(request: Request) -> Response:
    """POST /subscriptions."""
    Asked(request, frozenset())
    given, context = await asked.object_and_context(request)
    if not given:
        raise BadRequestData("The subscription is empty", "Send type, entities and notification.")
    given.setdefault("id", f"urn:ngsi-ld:Subscription:{uuid4()}")
    body = expanded(given, context)
    if "expiresAt" in body and checks.moment(body["expiresAt"], "expiresAt") <= datetime.now(UTC):
        raise BadRequestData("expiresAt is past", "Give a time to come.")
    tenant = await asked.tenant(request, known=False)
    subscription = await service(request).add(tenant, body, await _for_notifications(body, context))
    return created(SUBSCRIPTIONS + "/", subscription.id)


async def _for_notifications(body: Document, context: Context) -> Context:
    """The @context of notifications: the one named for them, or that of the request."""
    named = body.get("jsonldContext")
    if named is None:
        return context
    return await contexts.library().context(checks.uri(named, "jsonldContext"))


async def retrieve(request: Request) -> Response:
    """GET /subscriptions/{id}."""
    parameters = Asked(request, frozenset({"options", "sysAttrs"}))
    kind, context = asked.accepted(request), await asked.context(request)
    kept = await _kept(request)
    answer = await _described(request, kept, context, system=parameters.flag("sysAttrs"))
    return await represented(request, answer, context, kind)


async def _kept(request: Request) -> Kept:
    wanted = _id(request)
    await service(request).write_down()
    kept = await service(request).shelf.find(await asked.tenant(request), wanted)
    if kept is None:
        raise ResourceNotFound("There is no such subscription", f"{wanted} is not known here.")
    return kept


async def query(request: Request) -> Response:
    """GET /subscriptions."""
    parameters = Asked(request, frozenset({"limit", "offset", "count", "options", "sysAttrs"}))
    kind, context = asked.accepted(request), await asked.context(request)
    limit, offset = parameters.number("limit", DEFAULT_LIMIT, most=asked.MAX_LIMIT), parameters.number("offset", 0)
    tenant, shelf = await asked.tenant(request), service(request).shelf
    if limit == 0 and not parameters.flag("count"):
        raise BadRequestData("A page of 0 subscriptions", "limit=0 goes with count=true only.")
    await service(request).write_down()
    found = await shelf.page(tenant, limit + 1, offset)
    headers = page_links(request, limit=limit, offset=offset, more=len(found) > limit, kind=kind) if limit else {}
    if parameters.flag("count"):
        headers["NGSILD-Results-Count"] = str(await shelf.count(tenant))
    system = parameters.flag("sysAttrs")
    answer = [await _described(request, one, context, system=system) for one in found[:limit]]
    return await represented(request, answer, context, kind, headers)


async def _described(request: Request, kept: Kept, context: Context, *, system: bool) -> Document:
    """A subscription as it is answered, with how telling went."""
    answer = compacted(kept.body, context)
    now = datetime.now(UTC)
    expires = checks.moment(kept.body["expiresAt"], "expiresAt") if "expiresAt" in kept.body else None
    active = kept.body.get("isActive", True)
    answer["status"] = "expired" if expires and expires <= now else "active" if active else "paused"
    answer["notification"] = answer["notification"] | _tally(kept)
    answer.setdefault("notificationTrigger", list(DEFAULT_TRIGGERS))
    own = await contexts.library().context(kept.context)
    if not own.url:
        answer["jsonldContext"] = await context_url(request, own)
    if system:
        answer |= {"createdAt": format_time(kept.created), "modifiedAt": format_time(kept.modified)}
    return answer


def _tally(kept: Kept) -> Document:
    if not kept.sent:
        return {}
    times = {"lastNotification": kept.told, "lastSuccess": kept.success, "lastFailure": kept.failure}
    ok = kept.failure is None or (kept.success is not None and kept.success >= kept.failure)
    found: Document = {"status": "ok" if ok else "failed", "timesSent": kept.sent, "timesFailed": kept.failed}
    return found | {name: shown(format_time(moment)) for name, moment in times.items() if moment}


async def update(request: Request) -> Response:
    """PATCH /subscriptions/{id}: members given are replaced, those given as null are dropped (5.8.2)."""
    Asked(request, frozenset())
    wanted = _id(request)
    given, context = await asked.object_and_context(request)
    kept = await _kept(request)
    fragment = expanded({key: value for key, value in given.items() if value is not None}, context)
    if fragment.get("id", wanted) != wanted or fragment.get("type", "Subscription") != "Subscription":
        raise BadRequestData("Neither id nor type can be changed", "Leave them out.")
    gone = {key for key, value in given.items() if value is None}
    if gone & {"id", "type", "notification", "entities"}:
        raise BadRequestData("A member cannot be left out", f"{', '.join(sorted(gone))} is needed.")
    if "expiresAt" in fragment and checks.moment(fragment["expiresAt"], "expiresAt") <= datetime.now(UTC):
        raise BadRequestData("expiresAt is past", "Give a time to come.")
    body = {key: value for key, value in (kept.body | fragment).items() if key not in gone}
    own = context if "@context" in given else await contexts.library().context(kept.context)
    parse(kept.tenant, body, own)
    await service(request).replace(kept.tenant, body, await _for_notifications(body, own))
    return Response(status_code=204)


async def delete(request: Request) -> Response:
    """DELETE /subscriptions/{id}."""
    Asked(request, frozenset())
    await service(request).remove(await asked.tenant(request), _id(request))
    return Response(status_code=204)


_ONE = SUBSCRIPTIONS + "/{id}"
routes = [
    *(Route(path, create, methods=["POST"]) for path in (SUBSCRIPTIONS, SUBSCRIPTIONS + "/")),
    *(Route(path, query, methods=["GET"]) for path in (SUBSCRIPTIONS, SUBSCRIPTIONS + "/")),
    Route(_ONE, retrieve, methods=["GET"]),
    Route(_ONE, update, methods=["PATCH"]),
    Route(_ONE, delete, methods=["DELETE"]),
]
