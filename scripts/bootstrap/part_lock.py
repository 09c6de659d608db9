"""Writes requirements.lock and package-lock.json anew from pyproject.toml and package.json."""

import venv
from pathlib import Path

from nodejs import npm
from places import LOCK, ROOT
from progress import run, step

TOOLS = ROOT / "build" / "lock"
WANTED = ["--python-version=3.11", "--universal", "--generate-hashes", "--no-header", "--extra=dev", "--quiet"]


def ready() -> None:
    """For all platforms and with hashes; uv does it in an environment of its own."""
    with step("Choosing versions of packages"):
        run([_uv(), "pip", "compile", *WANTED, "--output-file", LOCK, ROOT / "pyproject.toml"])
        run([*npm(), "install", "--package-lock-only", "--ignore-scripts", "--prefix", ROOT])


def _uv() -> Path:
    program = TOOLS / "bin" / "uv"
    if not program.exists():
        venv.create(TOOLS, with_pip=True)
        run([TOOLS / "bin" / "pip", "install", "--disable-pip-version-check", "uv"])
    return program
