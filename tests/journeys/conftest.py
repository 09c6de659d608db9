"""A whole city of its own, running as it runs for people: web, worker, database. And a browser.

Nothing here uses Django in this process: the browser's loop and Django's database calls do not go together.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.cli.processes import drop_database

from .people import Visitor

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START = 60  # seconds
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def city_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A database of its own with the demonstration city in it, and the settings that lead there."""
    server, name = os.environ["DATABASE_URL"], f"journeys_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    port = _free_port()
    settings = {
        **os.environ,
        "DATABASE_URL": re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", server, count=1),
        "ONECITY_DATA": str(tmp_path_factory.mktemp("journeys")),
        "ONECITY_URL": f"http://127.0.0.1:{port}",
        "ONECITY_WEB_PROCESSES": "1",
        "PORT": str(port),
    }
    subprocess.run([*_onecity(), "prepare"], env=settings, check=True, capture_output=True)
    yield settings
    drop_database(server, name)


@pytest.fixture(scope="package")
def address(city_settings: dict[str, str]) -> Iterator[str]:
    """Where the city answers."""
    parts = (["serve", "web", "--port", city_settings["PORT"]], ["serve", "worker"])
    started = [subprocess.Popen([*_onecity(), *part], env=city_settings) for part in parts]
    try:
        _wait_for(city_settings["ONECITY_URL"])
        yield city_settings["ONECITY_URL"]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("There is no Chromium. Install Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """A person at a fresh browser: ``visit("en", "phone", dark=True, script=False)``."""
    opened: list[Page] = []

    def begin(language: str = "en", screen: str = "desk", *, dark: bool = False, script: bool = True) -> Visitor:
        width, height = WIDTHS[screen]
        context = browser.new_context(
            base_url=address, locale=LOCALES[language], viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light", java_script_enabled=script, service_workers="block",
        )  # fmt: skip
        context.set_default_timeout(15_000)
        page = context.new_page()
        opened.append(page)
        return Visitor(page, language, script)

    yield begin
    for page in opened:
        page.context.close()


@pytest.fixture(scope="package")
def ask(city_settings: dict[str, str]) -> Callable[[str], Any]:
    """The first value of a query in the city's database."""

    def first(query: str) -> Any:
        with psycopg.connect(city_settings["DATABASE_URL"]) as connection:
            return (connection.execute(query).fetchone() or [None])[0]

    return first


def _onecity() -> list[str]:
    return [sys.executable, "-m", "onecity.cli"]


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The city did not answer at {address} within {START} seconds.")
