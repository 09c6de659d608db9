"""Changes of the past: instances are added to an evolution, mended or deleted (5.6.11 - 5.6.16)."""

import os
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin import changing
from onecity.twin.context import expand_attribute, expand_entity
from onecity.twin.door import asked
from onecity.twin.door.answers import created
from onecity.twin.door.asked import Asked
from onecity.twin.door.entities import attribute_name, entity_id
from onecity.twin.errors import BadRequestData, InvalidRequest, MethodNotAllowed, ResourceNotFound
from onecity.twin.model import Document, check_uri, normalised_instance
from onecity.twin.store import Found
from onecity.twin.store.evolution import Instance, Wanted, forget, instances, mend, row_of

TEMPORAL = "/ngsi-ld/v1/temporal/entities"


def most_rows() -> int:
    """How many rows of the history one answer may hold (``ONECITY_TEMPORAL_LIMIT``); what is more is another range."""
    return int(os.environ.get("ONECITY_TEMPORAL_LIMIT", "20000"))


async def entity_and_past(request: Request, wanted: str) -> Found:
    """The entity of an id, also one that was deleted; raises ResourceNotFound."""
    found = await asked.store(request).reader.find(await asked.tenant(request), wanted, past=True)
    if found is None:
        raise ResourceNotFound("There is no such entity", f"{wanted} is not known here.")
    return found


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
    found, pool = await entity_and_past(request, wanted), asked.store(request).pool
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


async def delete_evolution(request: Request) -> Response:
    """DELETE /temporal/entities/{id}: the entity, and all that is known of its past."""
    Asked(request, frozenset())
    found = await entity_and_past(request, entity_id(request))
    outcome = await asked.store(request).commit([changing.delete(await asked.tenant(request), found.document["id"])])
    del outcome  # it may have been deleted before; its past is deleted now
    await forget(asked.store(request).pool, found.key)
    return Response(status_code=204)


async def delete_attribute(request: Request) -> Response:
    """DELETE /temporal/entities/{id}/attrs/{name}."""
    parameters = Asked(request, frozenset({"datasetId", "deleteAll"}))
    context = await asked.context(request)
    wanted, name = entity_id(request), attribute_name(request, context)
    found = await entity_and_past(request, wanted)
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
    found = await entity_and_past(request, wanted)
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
    *(Route(path, add_attributes, methods=["POST"]) for path in (_ONE + "/attrs", _ONE + "/attrs/")),
    Route(_INSTANCE, modify_instance, methods=["PATCH"]),
    Route(_INSTANCE, delete_instance, methods=["DELETE"]),
    Route(_ATTRIBUTE, delete_attribute, methods=["DELETE"]),
    Route(_ONE, delete_evolution, methods=["DELETE"]),
]
