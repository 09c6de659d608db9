"""The real command in a clean environment, and looking at what runs."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

COMMAND = [sys.executable, "-m", "onecity.cli"]


def environment(data: Path, **more: str) -> dict[str, str]:
    """Nothing of the developer's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"ONECITY_DATA": str(data)} | more


@dataclass(frozen=True, slots=True)
class PreparedCity:
    """A city at rest that every test may copy; ``said`` is what its first start printed."""

    folder: Path
    said: str


@contextmanager
def data_folder() -> Iterator[Path]:
    """An empty one that also the database's own user may walk through; whatever runs in it is stopped in the end."""
    folder = Path(tempfile.mkdtemp(prefix="onecity-"))
    folder.chmod(0o711)
    yield folder
    stop_database(folder)
    shutil.rmtree(folder)


def stop_database(data: Path) -> None:
    subprocess.run([*COMMAND, "database", "stop"], env=environment(data), check=False, capture_output=True)


def drop_database(server: str, name: str) -> None:
    """Whoever uses it is cut off. PostgreSQL's own housekeeping may not be, so it is waited for."""

    def drop() -> bool:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        return True

    assert eventually(drop), f"the database {name} is still in use"


def eventually(holds: Callable[[], object], seconds: float = 30) -> bool:
    """Whether something becomes true in time; a refused connection is not yet true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if holds():
                return True
        except (OSError, psycopg.Error):
            pass
        time.sleep(0.05)
    return False


def postmaster(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


def keeper(data: Path) -> int:
    return int((data / "locks" / "keeper").read_text().split()[0])


def is_alive(number: int) -> bool:
    """Whether a process runs; a dead one that nobody has asked after does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
