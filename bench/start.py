"""How long an already set-up system takes to its first page."""

import os
import signal
import subprocess
import sys
from statistics import median

from city import ROOT, wait_for

PORT = 8098


def measure(rounds: int = 3) -> float:
    """Median seconds from `onecity run` to the first page."""
    return median(_start() for _turn in range(rounds))


def _start() -> float:
    command = [sys.executable, "-m", "onecity.cli", "run", "--port", str(PORT)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ, start_new_session=True
    )
    seconds = wait_for(PORT, "/")
    os.killpg(process.pid, signal.SIGINT)
    process.wait(30)
    return seconds
