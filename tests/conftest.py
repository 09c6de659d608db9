"""What the tests share: a city, and people in it."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT / "cities" / "huating"


def pytest_configure() -> None:
    """Without DATABASE_URL, the tests use the embedded PostgreSQL."""
    if "DATABASE_URL" not in os.environ:
        from onecity.cli.environment import prepare

        prepare()
