"""Bringing notifications to their receivers: a queue and a task for each, so that a dead one delays nobody else."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp
import msgspec

from onecity.common.outbound import Outbound, TargetRefused
from onecity.twin.subscriptions.endpoint import Endpoint
from onecity.twin.subscriptions.mqtt import Publisher
from onecity.twin.subscriptions.notification import Message

_log = logging.getLogger("onecity.twin.subscriptions")
MAX_WAITING = 10_000  # messages for one receiver; the oldest is given up, and counted as failed
LONGEST_PAUSE = 60.0  # seconds, after many failures
AT_ONCE = 4  # requests to one receiver

Report = Callable[[bool, datetime], None]


class Parcel(msgspec.Struct):
    """A message on its way; ``report`` is told once whether it arrived."""

    endpoint: Endpoint
    message: Message
    report: Report


class Courier:
    """Delivers for one process."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound
        self._publisher = Publisher(outbound.local)
        self._queues: dict[str, _Queue] = {}

    def send(self, parcel: Parcel) -> None:
        """Put a message into its receiver's queue; never waits."""
        parts = urlsplit(parcel.endpoint.uri)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._queues:
            self._queues[place] = _Queue(self._deliver)
        self._queues[place].put(parcel)

    async def _deliver(self, parcel: Parcel) -> bool:
        """Whether a message arrived."""
        try:
            if parcel.endpoint.is_mqtt:
                await self._publisher.publish(parcel.endpoint, parcel.message)
                return True
            return await self._post(parcel)
        except (aiohttp.ClientError, TargetRefused, OSError, ValueError) as error:
            _log.info("a notification was not taken: %s", type(error).__name__)
            return False

    async def _post(self, parcel: Parcel) -> bool:
        timeout = aiohttp.ClientTimeout(total=parcel.endpoint.seconds)
        body = msgspec.json.encode(parcel.message.body)
        answer = await self._outbound.send(
            "POST", parcel.endpoint.uri, body=body, headers=parcel.message.headers, timeout=timeout
        )
        answer.release()
        return 200 <= answer.status < 300

    async def close(self) -> None:
        """Stop; what is still in the queues is given up."""
        for queue in self._queues.values():
            queue.stop()
        await self._publisher.close()


class _Queue:
    """The messages for one receiver, and the tasks that bring them there while there are any."""

    def __init__(self, deliver: "Callable[[Parcel], asyncio.Future[bool] | object]") -> None:
        self._deliver = deliver
        self._waiting: deque[Parcel] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures = 0

    def put(self, parcel: Parcel) -> None:
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.popleft().report(False, datetime.now(UTC))
        self._waiting.append(parcel)
        if len(self._tasks) < AT_ONCE and (not self._tasks or not self._failures):
            task = asyncio.create_task(self._run())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _run(self) -> None:
        while self._waiting:
            parcel = self._waiting.popleft()
            arrived = await self._deliver(parcel)  # type: ignore[misc]
            parcel.report(bool(arrived), datetime.now(UTC))
            self._failures = 0 if arrived else self._failures + 1
            if not arrived:
                await asyncio.sleep(min(LONGEST_PAUSE, 0.25 * 2 ** min(self._failures, 10)))

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
