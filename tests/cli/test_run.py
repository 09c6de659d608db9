"""The whole city as a person starts it: first page, Ctrl-C, blows of every kind."""

import os
import re
import signal
import subprocess
import urllib.request
from urllib.error import HTTPError

import pytest
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion
from tests.cli.processes import COMMAND, environment, eventually, is_alive, postmaster


@pytest.fixture(scope="module")
def data(data_of_a_city):
    """The first start's work is done."""
    return data_of_a_city


@pytest.fixture
def run(data, free_port):
    """Start the city; ``run().said`` is what it has printed up to its address."""
    started = []

    def start(port=free_port):
        process = subprocess.Popen(
            [*COMMAND, "run", "--port", str(port)], env=environment(data), stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        process.said = _read(process)
        return process

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def _read(process):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "OneCity is ready" in line:
            break
    return "".join(lines)


def status(port, path="/health"):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).status
    except HTTPError as error:
        return error.code


def processes(parent):
    """Numbers of all processes below one, itself first."""
    found = [parent]
    for number in found:
        children = subprocess.run(["pgrep", "-P", str(number)], capture_output=True, text=True, check=False).stdout
        found += map(int, children.split())
    return found


def part(run, word):
    """The process that the city itself started with this word in its command line."""
    said = subprocess.run(["pgrep", "-P", str(run.pid), "-f", word], capture_output=True, text=True, check=False)
    return int(said.stdout.split()[0]) if said.stdout else 0


def test_preparing_tells_what_it_does_and_who_one_can_be(prepared_city):
    assert re.search(r"Making the tables: \d+ changes …", prepared_city.said)
    assert "Making up 5,000 residents" in prepared_city.said
    assert "officer@huating.example" in prepared_city.said


def test_it_prints_address_and_sign_ins_and_serves(run, free_port):
    city = run()
    assert f"OneCity is ready: http://127.0.0.1:{free_port} " in city.said
    assert all(f"{role}@huating.example" in city.said for role in ("resident", "officer", "administrator"))
    assert status(free_port) == 200


def test_ctrl_c_leaves_no_process_behind(run, data):
    city = run()
    assert eventually(lambda: part(city, "procrastinate"))
    family = [*processes(city.pid), postmaster(data)]
    city.send_signal(signal.SIGINT)
    assert city.wait(30) == 0
    assert [number for number in family if is_alive(number)] == []
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_what_was_stored_is_there_after_the_next_start(run, ask):
    city = run()
    ask("CREATE TABLE stored AS SELECT 42 AS answer")
    city.send_signal(signal.SIGINT)
    city.wait(30)
    run()
    assert ask("SELECT answer FROM stored") == 42


def test_nothing_survives_the_death_of_the_supervisor(run, data):
    city = run()
    assert eventually(lambda: part(city, "procrastinate"))
    family = [*processes(city.pid), postmaster(data)]
    city.kill()
    assert eventually(lambda: not [number for number in family if is_alive(number)])


@pytest.mark.parametrize("word", ["granian", "procrastinate"])
def test_a_killed_part_starts_again(run, free_port, word):
    city = run()
    assert eventually(lambda: part(city, word))
    killed = part(city, word)
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: part(city, word) not in (0, killed) and status(free_port) == 200)


def test_a_killed_database_is_back_without_a_restart_of_the_city(run, free_port, data):
    city = run()
    web = part(city, "granian")
    os.kill(postmaster(data), signal.SIGKILL)
    assert eventually(lambda: status(free_port) == 200)
    assert part(city, "granian") == web


def test_a_taken_port_is_named(run, onecity, free_port):
    run()
    done = onecity("run", "--port", str(free_port))
    assert done.returncode == 1
    assert done.stderr == (
        f'Port {free_port} is taken by another program. Choose another: make run ARGS="--port {free_port + 1}"\n'
    )


def test_a_first_start_that_was_interrupted_begins_again(onecity, ask, running_with, data):
    user = running_with("from onecity.cli import postgres; print(postgres.start(), flush=True); input()")
    user.stdout.readline()
    ask("CREATE TABLE onecity_filling ()")
    ask("DELETE FROM onecity_prepared")
    said = onecity("prepare").stdout
    assert "The first start was interrupted. Beginning again …" in said
    assert ask("SELECT count(*) FROM people_resident") >= 5000
    assert ask("SELECT to_regclass('onecity_filling')") is None


def test_portal_and_twin_answer_under_one_address(run, free_port):
    run()
    assert status(free_port, "/") == 200
    assert eventually(lambda: status(free_port, "/ngsi-ld/v1/types") == 401)


def test_a_device_sends_by_mqtt_and_its_agency_reads(run, onecity, free_port):
    run()
    assert eventually(lambda: status(free_port, "/ngsi-ld/v1/types") == 401)
    said = onecity("twin", "device", "add", "water", "roof-1").stdout
    token = re.search(r"oc_\S+", onecity("account", "token", "--agency", "water", "--name", "test").stdout)[0]
    send(free_port + 1, "water/roof-1", re.search(r"password  (\S+)", said)[1], "onecity/water/weather/roof")
    address = f"http://127.0.0.1:{free_port}/ngsi-ld/v1/entities/urn:ngsi-ld:WeatherObserved:water:roof"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    assert eventually(lambda: b'"temperature"' in read(request))


def send(port, user, password, topic):
    """One measurement, again and again until the server knows the device and has taken it."""
    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv311, client_id="roof")
    client.username_pw_set(user, password)
    client.reconnect_delay_set(1, 1)
    client.connect_async("127.0.0.1", port)
    client.loop_start()
    assert eventually(client.is_connected)
    client.publish(topic, '{"time": "2026-05-01T08:00:00Z", "temperature": 21}', qos=1).wait_for_publish(10)
    client.loop_stop()


def read(request):
    try:
        return urllib.request.urlopen(request, timeout=5).read()
    except HTTPError as error:
        return error.read()
