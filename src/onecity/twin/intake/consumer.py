"""The stream of devices' messages: the message server's own store of MQTT messages of quality 1, read in batches.

A message that the server acknowledged to its device stands in that store (the stream ``$MQTT_msgs``) until we have
acknowledged it, which we do after the commit. How far we have come is committed with the data, so that a message that
comes again is known. We read no faster than the database writes, and the server keeps what waits.
"""

import asyncio
import logging
from typing import Final

import nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NothingCame
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import NotFoundError
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from onecity.twin.errors import Problem
from onecity.twin.intake.mapping import Mappers
from onecity.twin.intake.taking import Message, Read, keep, read
from onecity.twin.store import Store

_log = logging.getLogger("onecity.twin.intake")
STREAM: Final = "$MQTT_msgs"
_PREFIX: Final = "$MQTT.msgs."
DURABLE: Final = "onecity"
BATCH: Final = 1_000
SHORT_REPLY: Final = 9  # parts of an acknowledgement's address without domain and account
Source = nats.js.JetStreamContext.PullSubscription
PAUSE: Final = 2.0  # seconds after a failure


class Consumer:
    """Takes messages in for one process; there must be one consumer for a stream."""

    def __init__(self, store: Store, mappers: Mappers, *, nats_url: str, mqtt_url: str) -> None:
        self._store, self._mappers = store, mappers
        self._nats_url, self._mqtt_url = nats_url, mqtt_url

    async def run(self) -> None:
        """Until cancelled; whatever fails is tried again."""
        while True:
            try:
                await self._session()
            except (NatsError, OSError, Problem, NotFoundError) as error:
                _log.warning("the intake waits: %s: %s", type(error).__name__, error)
                await asyncio.sleep(PAUSE)

    async def _session(self) -> None:
        await asyncio.to_thread(greet, self._mqtt_url)
        connection = await nats.connect(self._nats_url, name="twin", max_reconnect_attempts=-1)
        try:
            stream = connection.jetstream()
            made = (await stream.stream_info(STREAM)).created
            name = f"{STREAM} {made.isoformat() if made else ''}"  # a stream made anew counts from 1 again
            config = ConsumerConfig(ack_policy=AckPolicy.ALL, max_ack_pending=20 * BATCH, ack_wait=60)
            messages = await stream.pull_subscribe(_PREFIX + "onecity.>", durable=DURABLE, stream=STREAM, config=config)
            await self._take_all(messages, name, await self._store.position(name))
        finally:
            await connection.close()

    async def _take_all(self, messages: Source, name: str, position: int) -> None:
        """Batch after batch: one is fetched and read while the database writes the one before."""
        writing: asyncio.Task[None] | None = None
        try:
            while True:
                found = await _fetch(messages)
                batch = [one for one in map(_message, found) if one.sequence > position]
                position = batch[-1].sequence if batch else position
                mapped = read(self._mappers, name, batch) if batch else None
                if writing is not None:
                    await writing
                writing = asyncio.create_task(self._write(mapped, found)) if found else None
        finally:
            if writing is not None:
                await asyncio.gather(writing, return_exceptions=True)

    async def _write(self, mapped: Read | None, found: list[Msg]) -> None:
        """Store a batch, then let the server forget it."""
        if mapped is not None:
            await keep(self._store, mapped)
        await found[-1].ack()


async def _fetch(messages: Source) -> list[Msg]:
    try:
        return await messages.fetch(BATCH, timeout=5)
    except NothingCame:
        return []


def _message(found: Msg) -> Message:
    topic = found.subject.removeprefix(_PREFIX).replace(".", "/").replace("//", ".")
    parts = found.reply.split(".")  # $JS.ACK.[domain.account.]stream.consumer.delivered.sequence. …
    return Message(topic, found.data, int(parts[5] if len(parts) == SHORT_REPLY else parts[7]))


def greet(mqtt_url: str) -> None:
    """Connect once by MQTT: the server makes its store of messages with the first client it ever has."""
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(mqtt_url)
    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv311, client_id="onecity-twin")
    if parts.username:
        client.username_pw_set(unquote(parts.username), unquote(parts.password or ""))
    client.connect(parts.hostname or "127.0.0.1", parts.port or 1883, 30)
    client.loop(2.0)
    client.disconnect()
