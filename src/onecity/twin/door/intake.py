"""/intake/<topic>: measurements by HTTP, for devices that do not speak MQTT; mapped alike (docs/intake.md)."""

from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin.door import asked
from onecity.twin.errors import BadRequestData, Forbidden, InvalidRequest, Problem
from onecity.twin.intake.mapping import Mapped, Mappers
from onecity.twin.intake.values import Unmappable
from onecity.twin.times import format_time

MAX_BYTES = 4_000_000


async def take_in(request: Request) -> Response:
    """POST /intake/{topic}: 204 once it is stored; 200 with what was left out of it, if something was."""
    caller, mappers = request.scope["caller"], request.app.state.mappers
    if not caller.agency:
        raise Forbidden("Nobody's device sends this", "Sign in as a device, or with the token of an agency's system.")
    topic = f"onecity/{caller.agency}/{request.path_params['topic']}"
    mapped = _mapped(mappers, topic, await _payload(request))
    for one in mapped.measurements:
        one.by = caller.agency
    refused = [one for one in await asked.store(request).record("", mapped.measurements) if isinstance(one, Problem)]
    if refused:
        raise refused[0]
    if not mapped.complaints:
        return Response(status_code=204)
    answer = {"stored": len(mapped.measurements), "leftOut": mapped.complaints}
    return Response(msgspec.json.encode(answer), media_type="application/json")


def _mapped(mappers: Mappers, topic: str, payload: bytes) -> Mapped:
    try:
        return mappers.map(topic, payload, format_time(datetime.now(UTC)))
    except Unmappable as reason:
        raise BadRequestData("The message cannot be used", f"{topic[:100]}: {reason}.") from reason


async def _payload(request: Request) -> bytes:
    payload = bytearray()
    async for chunk in request.stream():
        payload += chunk
        if len(payload) > MAX_BYTES:
            raise InvalidRequest("The message is too large", f"At most {MAX_BYTES} bytes are accepted.")
    return bytes(payload)


routes = [Route("/intake/{topic:path}", take_in, methods=["POST"])]
