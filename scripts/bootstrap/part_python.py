"""The virtual environment with exactly the packages of requirements.lock, every file checked by its hash."""

import shutil
from pathlib import Path

import pip_source
from places import LOCK, ROOT, VENV, VENV_PYTHON, digest, is_stamped, set_stamp
from progress import run, step

STAMP = VENV / "onecity.stamp"
LAUNCHER = """#!/bin/sh
exec "{python}" -c 'import sys; from onecity.cli import main; sys.exit(main())' "$@"
"""
INSTALL = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps", "--progress-bar=off"]


def ready() -> None:
    """Make the environment unless it is there, made from this lock, in this place."""
    wanted = digest([LOCK])
    if is_stamped(STAMP, wanted) and VENV_PYTHON.exists():
        return
    if not _is_usable():
        shutil.rmtree(VENV, ignore_errors=True)
        pip_source.make_environment(VENV)
    _install_packages()
    _install_ourselves()
    set_stamp(STAMP, wanted)


def _is_usable() -> bool:
    """An environment of this very place: scripts of a moved one point to where it was."""
    config = VENV / "pyvenv.cfg"
    has_pip = any(VENV.glob("lib/python*/site-packages/pip/__main__.py"))
    launcher = VENV / "bin" / "onecity"
    return config.is_file() and has_pip and launcher.is_file() and str(ROOT) in launcher.read_text()


def _install_packages() -> None:
    pins = sum("==" in line for line in LOCK.read_text().splitlines())
    with step(f"Installing the {pins} Python packages of requirements.lock (350 MB to fetch, some minutes)"):
        run(
            [VENV_PYTHON, *INSTALL, "--require-hashes", "-r", LOCK],
            counts=lambda line: line.startswith(("Collecting ", "Ignoring ", "Requirement already satisfied")),
            whole=pins,
        )


def _install_ourselves() -> None:
    """Our own package is found by a path file: nothing to build, and edits are seen at once."""
    next(VENV.glob("lib/python*/site-packages")).joinpath("onecity.pth").write_text(f"{ROOT / 'src'}\n")
    launcher: Path = VENV / "bin" / "onecity"
    launcher.write_text(LAUNCHER.format(python=VENV_PYTHON))
    launcher.chmod(0o755)
