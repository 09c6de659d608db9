"""What the tests of commands share: an empty data folder, and the real command in a clean environment."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.cli.processes import COMMAND, PreparedCity, data_folder, environment

Onecity = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """An empty folder of a city."""
    with data_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def data_of_a_city(prepared_city: PreparedCity) -> Iterator[Path]:
    """The folder of a city that has been prepared, to be used up by the tests of one file."""
    with data_folder() as folder:
        subprocess.run(["cp", "-a", f"{prepared_city.folder}/.", str(folder)], check=True)
        yield folder


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
