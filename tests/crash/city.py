"""A running city, and blows against its parts."""

import os
import signal
import socket
import subprocess
from pathlib import Path
from random import Random

from tests.cli.processes import COMMAND, environment, eventually, keeper, postmaster

START = 120  # seconds at most, on a busy machine


class City:
    """`onecity run`, started again when it was killed whole."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when both web and worker run. What is left of a killed city ends in order first."""
        assert eventually(lambda: _is_free(self.port)), "the port stays taken"
        command = [*COMMAND, "run", "--port", str(self.port)]
        self._process = subprocess.Popen(command, env=environment(self.data), stdout=subprocess.DEVNULL)
        assert eventually(lambda: self.part("procrastinate"), START), "the city does not start"

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)

    def part(self, word: str) -> int:
        """The child whose command line holds this word; 0 when there is none just now."""
        return next((number for number in _children(self._process.pid) if word in _command(number)), 0)

    def strike(self, what: str, chance: Random) -> None:
        """`kill -9` of one part. One that is not there at this moment was struck already."""
        if number := BLOWS[what](self, chance):
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                return
        if what == "everything":
            self._process.wait()
            self.start()

    def web_process(self, chance: Random) -> int:
        return chance.choice(_children(self.part("granian")) or [0])

    def connection(self, chance: Random) -> int:
        """A process of PostgreSQL: a connection, the writer of its log, its checkpointer…"""
        return chance.choice(_children(_number(postmaster, self.data)) or [0])

    def supervisor(self, _chance: Random) -> int:
        return self._process.pid


BLOWS = {
    "web": lambda city, _chance: city.part("granian"),
    "web process": City.web_process,
    "worker": lambda city, _chance: city.part("procrastinate"),
    "database": lambda city, _chance: _number(postmaster, city.data),
    "process of the database": City.connection,
    "keeper of the database": lambda city, _chance: _number(keeper, city.data),
    "everything": City.supervisor,
}


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(("127.0.0.1", port))
        return True


def _number(of, data: Path) -> int:
    """A process number from a file that may be missing or empty just now."""
    try:
        return of(data)
    except (FileNotFoundError, IndexError):
        return 0


def _children(number: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _command(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
