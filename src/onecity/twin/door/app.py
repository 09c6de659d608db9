"""The door of the twin: one ASGI application (``onecity.twin.door.app:app``), configured by the environment."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from onecity.common.outbound import Outbound
from onecity.twin import context
from onecity.twin.context.library import Library
from onecity.twin.context.preload import preload_map
from onecity.twin.context.remote import context_servers, fetch_from
from onecity.twin.context.table import TableShelf
from onecity.twin.door import batches, contexts, discovery, entities, evolving, features, intake, temporal, tiles
from onecity.twin.door import subscriptions as subscriptions_door
from onecity.twin.door.access import Access
from onecity.twin.door.answers import problem
from onecity.twin.errors import BadRequestData, InternalError, MethodNotAllowed, Problem, ResourceNotFound
from onecity.twin.intake.consumer import Consumer
from onecity.twin.intake.mapping import Mappers, read_mappers
from onecity.twin.store import Store, open_store
from onecity.twin.store.partitions import keep_tending
from onecity.twin.subscriptions.service import Service

_log = logging.getLogger("onecity.twin")
_DOORS = (entities, batches, discovery, evolving, temporal, features, intake, tiles, subscriptions_door, contexts)
ROUTES = [route for door in _DOORS for route in door.routes]


@asynccontextmanager
async def running(app: Starlette) -> AsyncIterator[None]:
    """What lives as long as the process: the store and the @contexts."""
    store = await open_store(os.environ["DATABASE_URL"])
    outbound = Outbound()
    fetch = fetch_from(context_servers(), outbound)
    context.use(Library(preloaded=preload_map(), shelf=TableShelf(store.pool), fetch=fetch))
    subscriptions = Service(store, outbound, os.environ.get("ONECITY_URL", "http://localhost:8000"))
    await subscriptions.start()
    app.state.mappers = read_mappers(Path(os.environ.get("ONECITY_MAPPERS", "")))
    tasks = [asyncio.create_task(work) for work in (_intake(store, app.state.mappers), keep_tending(store.pool))]
    app.state.store, app.state.subscriptions = store, subscriptions
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await subscriptions.close()
        await outbound.close()
        await store.close()


async def _intake(store: Store, mappers: Mappers) -> None:
    """Messages of devices are taken in where a message server is named."""
    if os.environ.get("NATS_URL"):
        mqtt = os.environ.get("ONECITY_MQTT_URL", "mqtt://127.0.0.1:1883")
        await Consumer(store, mappers, nats_url=os.environ["NATS_URL"], mqtt_url=mqtt).run()


async def refused(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Every refusal is told in the standard's words."""
    assert isinstance(error, Problem)  # noqa: S101  Starlette hands us nothing else
    return problem(error)


async def no_route(request: Request, error: Exception) -> Response:
    """An address or a method that we do not have; an entity's id that is missing in the address."""
    assert isinstance(error, HTTPException)  # noqa: S101
    path = request.url.path
    if path == entities.ENTITIES + "/" or "//" in path:
        return problem(BadRequestData("The address is not whole", "An id is missing in it."))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problem(MethodNotAllowed("This cannot be done here", f"{request.method} is not for {request.url.path}."))
    return problem(ResourceNotFound("There is nothing here", request.url.path[:200]))


async def failed(request: Request, error: Exception) -> Response:
    """A mistake of ours: logged without what the caller sent, and admitted."""
    _log.error("%s %s failed", request.method, request.url.path.split("/")[1:4], exc_info=error)
    return problem(
        InternalError("Something failed here", "Nothing was changed. Please try again, or tell the city's IT.")
    )


app = Starlette(
    routes=ROUTES,
    lifespan=running,
    middleware=[Middleware(Access)],
    exception_handlers={Problem: refused, HTTPException: no_route, Exception: failed},
)
