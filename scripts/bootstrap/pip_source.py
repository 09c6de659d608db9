"""A virtual environment with pip, also where Debian's python3-venv is missing."""

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from places import has_apt, is_root
from progress import Failure, run, say, step

PACKAGE = "python3-venv"
WHEELS = "usr/share/python-wheels"  # where Debian's python3-pip-whl puts pip


def make_environment(folder: Path) -> None:
    """Try one source of pip after the other; the last one is a sentence."""
    with step("Making a virtual environment"):
        for source in (_by_ensurepip, _by_system_pip, _by_apt_install, _by_apt_download):
            if source(folder):
                return
    raise Failure(f"Python's pip is missing here. Install Debian's package {PACKAGE} and try again.")


def _by_ensurepip(folder: Path) -> bool:
    if importlib.util.find_spec("ensurepip") is None:
        return False
    run([sys.executable, "-m", "venv", folder])
    return True


def _by_system_pip(folder: Path) -> bool:
    """The machine's own pip puts a pip into the environment."""
    if importlib.util.find_spec("pip") is None:
        return False
    return _attempt(lambda: _with_pip(folder, [sys.executable, "-m", "pip"]))


def _by_apt_install(folder: Path) -> bool:
    if not (is_root() and has_apt()):
        return False
    say(f"  installing Debian's {PACKAGE}")
    return _attempt(lambda: _install_and_make(folder))


def _install_and_make(folder: Path) -> None:
    install_debian_packages(PACKAGE)
    run([sys.executable, "-m", "venv", folder])


def _by_apt_download(folder: Path) -> bool:
    """Nobody needs to be root to fetch a Debian package and take pip out of it."""
    if not has_apt():
        return False
    say("  taking pip out of Debian's python3-pip-whl")
    with tempfile.TemporaryDirectory() as scratch:
        return _attempt(lambda: _from_debian_wheel(folder, Path(scratch)))


def _from_debian_wheel(folder: Path, scratch: Path) -> None:
    """With apt's lists in a folder of our own, as an ordinary user."""
    own_lists = [f"-oDir::State={scratch}/state", f"-oDir::Cache={scratch}/cache", "-oDebug::NoLocking=1"]
    for name in ("state/lists/partial", "cache/archives/partial"):
        (scratch / name).mkdir(parents=True)
    run(["apt-get", *own_lists, "update"])
    subprocess.run(["apt-get", *own_lists, "-q", "download", "python3-pip-whl"], cwd=scratch, check=True)
    run(["dpkg-deb", "-x", next(scratch.glob("*.deb")), scratch / "files"])
    wheel = next((scratch / "files" / WHEELS).glob("pip-*.whl"))
    _with_pip(folder, [sys.executable, f"{wheel}/pip"])


def _with_pip(folder: Path, pip: list[str]) -> None:
    """An empty environment, and a pip in it brought by another pip."""
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", folder])
    run([*pip, "--python", folder / "bin" / "python", "install", "--disable-pip-version-check", "pip"])


def _attempt(make: Callable[[], None]) -> bool:
    """Whether a source worked; if not, its last words, and the next source is tried."""
    try:
        make()
    except (Failure, OSError, subprocess.CalledProcessError, StopIteration) as error:
        say(f"  that did not work: {str(error).strip().splitlines()[-1:]}")
        return False
    return True


def install_debian_packages(*names: str) -> None:
    """As root only: apt's lists are refreshed first, since those of a bare machine are empty."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run(["apt-get", "-q", "update"])
    run(["apt-get", "-q", "install", "-y", "--no-install-recommends", *names])
