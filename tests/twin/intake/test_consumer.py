"""Messages by real MQTT through the real message server: each one that was acknowledged is stored once."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from onecity.twin.intake.consumer import Consumer
from onecity.twin.intake.mapping import read_mappers
from onecity.twin.intake.parked import parked
from onecity.twin.intake.taking import replay

CITY = Path(__file__).resolve().parents[3] / "cities" / "huating" / "twin" / "mappers.yaml"


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class Server:
    """The message server, which can be killed and started again on the same store."""

    def __init__(self, folder):
        self.port, self.mqtt = free_port(), free_port()
        self.config = folder / "nats.conf"
        self.config.write_text(
            f'server_name: test\nlisten: "127.0.0.1:{self.port}"\n'
            f'jetstream {{ store_dir: "{folder}/store" }}\nmqtt {{ host: "127.0.0.1", port: {self.mqtt} }}\n'
        )
        self.start()

    def start(self):
        command = [str(Path(sys.executable).with_name("nats-server")), "-c", str(self.config)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.mqtt)) == 0:
                    return
            time.sleep(0.05)

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(tmp_path):
    found = Server(tmp_path)
    yield found
    found.kill()


@pytest.fixture
def device(server):
    """A device that keeps what was not acknowledged and sends it again."""
    client = paho.Client(CallbackAPIVersion.VERSION2, client_id="d", protocol=paho.MQTTv311, clean_session=False)
    client.reconnect_delay_set(0.1, 0.5)
    client.connect("127.0.0.1", server.mqtt)
    client.loop_start()
    yield client
    client.loop_stop()


def consumer(store, server):
    urls = {"nats_url": f"nats://127.0.0.1:{server.port}", "mqtt_url": f"mqtt://127.0.0.1:{server.mqtt}"}
    return Consumer(store, read_mappers(CITY), **urls)


def message(minute, value):
    return json.dumps({"time": f"2026-05-01T{minute // 60:02}:{minute % 60:02}:00Z", "temperature": value})


async def stored(store, count, seconds=20):
    for _ in range(int(seconds / 0.1)):
        found = await store.pool.fetchval("SELECT count(*) FROM twin.history")
        if found >= count:
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.3)
    return await store.pool.fetchval("SELECT count(*) FROM twin.history")


async def with_consumer(store, server, work):
    task = asyncio.create_task(consumer(store, server).run())
    try:
        return await work
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def publish(device, count, start=0):
    return [
        device.publish("onecity/ecology/weather/roof", message(n, n / 10), qos=1) for n in range(start, start + count)
    ]


def test_what_is_sent_is_stored_in_order(store, server, device, run):
    async def work():
        await asyncio.sleep(1)
        publish(device, 50)
        return await stored(store, 50)

    assert run(with_consumer(store, server, work())) == 50
    found = run(store.reader.find("", "urn:ngsi-ld:WeatherObserved:ecology:roof")).document
    assert found["https://uri.etsi.org/ngsi-ld/default-context/temperature"]["value"] == 4.9


def test_what_came_while_nobody_listened_is_not_lost(store, server, device, run):
    run(with_consumer(store, server, asyncio.sleep(1.5)))
    for sent in publish(device, 30):
        sent.wait_for_publish(5)
    assert run(with_consumer(store, server, stored(store, 30))) == 30


def test_a_killed_server_loses_nothing_and_doubles_nothing(store, server, device, run):
    async def work():
        await asyncio.sleep(1.5)
        for number in range(4):
            publish(device, 50, start=50 * number)
            await asyncio.sleep(0.05)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        return await stored(store, 200, seconds=40)

    assert run(with_consumer(store, server, work())) == 200


def test_what_does_not_fit_is_parked_and_goes_through_once_it_is_mended(store, server, device, run, tmp_path):
    async def work():
        await asyncio.sleep(1)
        device.publish("onecity/ecology/pond/north", json.dumps({"level": 2}), qos=1)
        for _ in range(50):
            if await parked(store.pool):
                break
            await asyncio.sleep(0.1)
        return await parked(store.pool)

    (one,) = run(with_consumer(store, server, work()))
    assert "no mapper" in one.reason
    rule = '{topic: "onecity/{agency}/pond/{device}", entity: "urn:p:{device}", type: Pond, attributes: {level: {path: level}}}'
    (tmp_path / "more.yaml").write_text(f"mappers: {{pond: {rule}}}")
    assert run(replay(store, read_mappers(tmp_path / "more.yaml"))) == (1, 0)
    assert not run(parked(store.pool))
