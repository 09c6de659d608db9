"""Notifications by MQTT: one connection for each receiver and account (ETSI GS CIM 009, 7.2)."""

import asyncio
from collections.abc import Collection
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from onecity.common.outbound import PORTS, look_up
from onecity.twin.subscriptions.endpoint import Endpoint
from onecity.twin.subscriptions.notification import Message

_VERSIONS = {"mqtt3.1.1": paho.MQTTv311, "mqtt5.0": paho.MQTTv5}
MAX_CONNECTIONS = 1_000


class Publisher:
    """Connections to MQTT brokers, kept open."""

    def __init__(self, local: Collection[str]) -> None:
        self._local = local
        self._clients: dict[tuple[str, str], paho.Client] = {}

    async def publish(self, endpoint: Endpoint, message: Message) -> None:
        """Publish a notification; raises OSError, ValueError or TargetRefused if it was not taken."""
        parts = urlsplit(endpoint.uri)
        client = await self._client(parts, endpoint)
        payload = msgspec.json.encode({"metadata": message.headers, "body": message.body})
        quality = int(endpoint.setting("MQTT-QoS", "0"))
        sent = client.publish(parts.path.lstrip("/"), payload, qos=quality)
        await asyncio.to_thread(sent.wait_for_publish, endpoint.seconds)
        if not sent.is_published():
            raise OSError("the broker did not take the message")

    async def _client(self, parts: SplitResult, endpoint: Endpoint) -> paho.Client:
        version = endpoint.setting("MQTT-Version", "mqtt5.0")
        key = (f"{parts.scheme}://{parts.netloc}", version)
        client = self._clients.get(key)
        if client is None or not client.is_connected():
            if client is not None:
                client.loop_stop()
            client = self._clients[key] = await self._connected(parts, version)
        if len(self._clients) > MAX_CONNECTIONS:
            self._clients.pop(next(iter(self._clients))).loop_stop()
        return client

    async def _connected(self, parts: SplitResult, version: str) -> paho.Client:
        """A connection; a broker that does not speak version 5 is spoken to in 3.1.1."""
        try:
            return await self._connect(parts, version)
        except (OSError, TimeoutError):
            if version != "mqtt5.0":
                raise
            return await self._connect(parts, "mqtt3.1.1")

    async def _connect(self, parts: SplitResult, version: str) -> paho.Client:
        port = parts.port or PORTS[parts.scheme]
        (address, *_) = await look_up(parts.hostname or "", port, self._local)
        client = paho.Client(CallbackAPIVersion.VERSION2, protocol=_VERSIONS.get(version, paho.MQTTv5))
        if parts.username:
            client.username_pw_set(unquote(parts.username), unquote(parts.password or ""))
        if parts.scheme == "mqtts":
            client.tls_set()
        ready = asyncio.Event()
        loop = asyncio.get_running_loop()

        def connected(*_: object) -> None:
            loop.call_soon_threadsafe(ready.set)

        client.on_connect = connected
        await asyncio.to_thread(client.connect, address, port, 30)
        client.loop_start()
        await asyncio.wait_for(ready.wait(), 5)
        if not client.is_connected():
            client.loop_stop()
            raise OSError("the broker refuses the connection")
        return client

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            client.disconnect()
            client.loop_stop()
