"""The answerer as a process of its own, in the database of the tests, and SIPp that calls it."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

SCENARIOS = Path(__file__).parent / "sipp"
READY = "The telephone answers"


needs_sipp = pytest.mark.skipif(not shutil.which("sipp"), reason="sipp is not installed (apt-get install sip-tester)")


class Answerer:
    """``onecity serve phone`` on this machine."""

    def __init__(self, data, **more):
        self.data, self.port = data, free_port()
        self._environment = os.environ | database() | self._own() | more
        self.start()

    def _own(self):
        first = random.randrange(20_000, 32_000, 2)  # below the ports that the system lends, apart from other tests'
        return {"ONECITY_DATA": str(self.data), "PYTHONPATH": "src", "ONECITY_PHONE_RTP": f"{first}-{first + 98}"}

    def start(self):
        command = [sys.executable, "-m", "onecity.telephone.answerer", "127.0.0.1", str(self.port)]
        self.process = subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, text=True)
        assert any(READY in line for line in iter(self.process.stdout.readline, "")), "it does not start"

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.process.stdout.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.process.stdout.close()

    def sipp(self, scenario, *, calls=1, rate=10, seconds=60):
        """Run a scenario; SIPp's exit code (0: every call went as written) and what it printed."""
        done = subprocess.run(
            [shutil.which("sipp"), f"127.0.0.1:{self.port}", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", "127.0.0.1",
             "-m", str(calls), "-r", str(rate), "-l", str(calls), "-timeout", f"{seconds}s", "-timeout_error",
             "-nostdin", "-p", str(free_port()), "-mp", str(free_port() // 2 * 2)],
            cwd=self.data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds + 20, text=True,
        )  # fmt: skip
        return done.returncode, done.stdout[-3000:]


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def database():
    known = connection.settings_dict
    return {"DATABASE_URL": f"postgresql://{known['USER']}@/{known['NAME']}?host={known['HOST']}"}
