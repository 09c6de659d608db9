"""Sending by MQTT 3.1.1, QoS 1: every message is acknowledged, and never more than a window of them is on its way."""

import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from onecity.simulation.speaking import Message

WINDOW = 2_000  # messages on their way
PATIENCE = 60.0  # seconds without an acknowledgement


class Lost(Exception):
    """The broker cannot be reached, refuses us, or has stopped answering; the text says which."""


class Sender:
    """A connection to a broker; ``url`` is mqtt://user:password@host:port."""

    def __init__(self, url: str, name: str = "onecity-simulation") -> None:
        where = urlsplit(url)
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv311)
        if where.username:
            self._client.username_pw_set(unquote(where.username), unquote(where.password or ""))
        self._client.max_inflight_messages_set(WINDOW)
        self._client.max_queued_messages_set(0)
        self._client.on_publish, self._client.on_connect = self._acknowledged, self._connected
        self._free, self._answer = threading.Semaphore(WINDOW), threading.Event()
        self._refusal, self._address = "", f"{where.hostname}:{where.port or 1883}"
        self.sent = self.acknowledged = 0
        self._connect(where.hostname or "localhost", where.port or 1883)

    def _connect(self, host: str, port: int) -> None:
        try:
            self._client.connect(host, port, keepalive=30)
        except OSError as error:
            raise Lost(f"No MQTT broker answers at {self._address}: {error}.") from error
        self._client.loop_start()
        if not self._answer.wait(10) or self._refusal:
            self._client.loop_stop()
            raise Lost(f"The broker at {self._address} does not let us in: {self._refusal or 'no answer'}.")

    def _connected(self, *given: Any) -> None:
        reason = given[3]
        self._refusal = str(reason) if reason.is_failure else ""
        self._answer.set()

    def _acknowledged(self, *_: Any) -> None:
        self.acknowledged += 1
        self._free.release()

    def send(self, messages: Iterable[Message]) -> int:
        """Send all; waits while too many are on their way. How many; raises Lost."""
        count = 0
        for topic, payload in messages:
            if not self._free.acquire(timeout=PATIENCE):
                raise Lost(f"The broker at {self._address} has not answered for {PATIENCE:.0f} seconds.")
            self._client.publish(topic, payload, qos=1)
            count += 1
        self.sent += count
        return count

    def close(self) -> int:
        """Wait for what is on its way; how many messages were not acknowledged."""
        for _ in range(WINDOW):
            if not self._free.acquire(timeout=5):
                break
        self._client.disconnect()
        self._client.loop_stop()
        return self.sent - self.acknowledged
