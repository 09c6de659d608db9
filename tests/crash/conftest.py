"""A city of its own, twenty residents with tokens, and looking into its database."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.cli.conftest import data_of_a_city, free_port, onecity  # noqa: F401  fixtures
from tests.cli.processes import environment
from tests.crash.city import City

PEOPLE = 20


@pytest.fixture(scope="module")
def data(data_of_a_city) -> Path:  # noqa: F811
    return data_of_a_city


@pytest.fixture(scope="module")
def tokens(data) -> list[str]:
    command = [sys.executable, str(Path(__file__).with_name("people.py")), str(PEOPLE)]
    return json.loads(subprocess.run(command, env=environment(data), capture_output=True, check=True).stdout)


@pytest.fixture(scope="module")
def city(data, free_port, tokens) -> Iterator[City]:  # noqa: F811
    running = City(data, free_port)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def rows(data) -> Callable[[str], list[tuple]]:
    """All rows of a query, on a connection of its own."""

    def query(words: str) -> list[tuple]:
        with psycopg.connect(f"postgresql://onecity@/onecity?host={data}/run") as connection:
            return connection.execute(words).fetchall()

    return query
