"""What the tests of commands share: an empty data folder, and the real command in a clean environment."""

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.cli.processes import COMMAND, environment

Onecity = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """An empty folder that also the database's own user may walk through; whatever runs in it is stopped."""
    folder = Path(tempfile.mkdtemp(prefix="onecity-"))
    folder.chmod(0o711)
    yield folder
    subprocess.run([*COMMAND, "database", "stop"], env=environment(folder), check=False, capture_output=True)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def onecity(data: Path) -> Onecity:
    """Run one command to its end."""

    def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        command = [*COMMAND, *words]
        return subprocess.run(
            command, env=environment(data, **more), capture_output=True, text=True, timeout=120, check=False
        )

    return run


@pytest.fixture(scope="module")
def ask(data: Path) -> Callable[[str], Any]:
    """The first value of a query, on a connection of its own."""

    def first(query: str) -> Any:
        with psycopg.connect(f"postgresql://onecity@/onecity?host={data}/run", autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchone()[0] if cursor.description else None

    return first


@pytest.fixture
def running_with(data: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start a Python program that uses the database; whatever is left of it at the end of the test is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", program]
        process = subprocess.Popen(
            command, env=environment(data), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
