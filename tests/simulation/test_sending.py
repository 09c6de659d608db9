"""By real MQTT, through the real message server."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from onecity.simulation.sending import Lost, Sender


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture
def broker(tmp_path):
    port, config = free_port(), tmp_path / "nats.conf"
    config.write_text(
        f'server_name: test\nlisten: "127.0.0.1:{free_port()}"\njetstream {{ store_dir: "{tmp_path}/store" }}\n'
        f'mqtt {{ host: "127.0.0.1", port: {port} }}\n'
        'authorization { users: [{user: "city", password: "a b"}] }\n'
    )
    command = [str(Path(sys.executable).with_name("nats-server")), "-c", str(config)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        for _ in range(100):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"127.0.0.1:{port}"
        process.terminate()


def test_every_message_arrives_and_is_acknowledged(broker):
    heard = []
    listener = paho.Client(CallbackAPIVersion.VERSION2, client_id="listener")
    listener.username_pw_set("city", "a b")
    listener.on_message = lambda _, __, message: heard.append((message.topic, message.payload))
    listener.connect("127.0.0.1", int(broker.rpartition(":")[2]))
    listener.subscribe("onecity/#", qos=1)
    listener.loop_start()
    time.sleep(0.3)
    sender = Sender(f"mqtt://city:a%20b@{broker}")
    messages = [(f"onecity/water/pump/{n}", b"%d" % n) for n in range(300)]
    assert sender.send(messages) == 300
    assert sender.close() == 0
    deadline = time.monotonic() + 5
    while len(heard) < 300 and time.monotonic() < deadline:
        time.sleep(0.02)
    listener.loop_stop()
    listener.disconnect()
    assert heard == messages


def test_a_wrong_password_is_told(broker):
    with pytest.raises(Lost, match="does not let us in"):
        Sender(f"mqtt://city:wrong@{broker}")


def test_no_broker_is_told():
    with pytest.raises(Lost, match="No MQTT broker answers at 127"):
        Sender(f"mqtt://127.0.0.1:{free_port()}")
