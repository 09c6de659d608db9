"""One child: started, started again, ended with everything it started."""

import sys
import time

import pytest
from tests.cli.processes import eventually, is_alive

from onecity.cli.supervisor import Child, running

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]
DEAF = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"]


@pytest.fixture
def child():
    """Made and taken down; its process is reachable for the test."""
    made = []

    def make(command):
        made.append(Child("part", command))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.end(time.monotonic())


def number(child):
    return child._process.pid


def test_a_dead_child_starts_again_at_once(child, capfd):
    one = child(SLEEPS)
    first = number(one)
    one._process.kill()
    assert eventually(lambda: one.code() is not None)
    one.look_after()
    assert number(one) != first
    assert "part ended (code -9); it starts again in 0 s." in capfd.readouterr().err


def test_one_that_dies_again_and_again_waits_longer_each_time(child):
    one = child(DIES)
    pauses = []
    for _ in range(3):
        assert eventually(lambda: one.code() is not None)
        one.look_after()
        pauses.append(round(max(0.0, one._not_before - time.monotonic())))
        one._not_before = 0.0
        one.look_after()
    assert pauses == [0, 1, 2]


def test_what_a_child_started_does_not_outlive_it(child, tmp_path):
    note = tmp_path / "number"
    program = f"import subprocess, sys; p = subprocess.Popen(['sleep', '60']); open({str(note)!r}, 'w').write(str(p.pid)); p.wait()"
    one = child([sys.executable, "-c", program])
    assert eventually(lambda: note.exists() and note.read_text())
    one._process.kill()
    assert eventually(lambda: one.code() is not None)
    one.look_after()
    assert eventually(lambda: not is_alive(int(note.read_text())))


def test_at_the_end_of_the_block_none_is_left():
    one = Child("part", SLEEPS)
    with running([one]):
        one.start()
    assert not is_alive(number(one))


def test_one_that_does_not_listen_is_killed(child, monkeypatch):
    monkeypatch.setattr("onecity.cli.supervisor.TIME_TO_END", 0.5)
    one = Child("part", DEAF)
    with running([one]):
        one.start()
        time.sleep(0.3)
    assert one.code() == -9
