"""Where this machine keeps the city's data, and what a command needs of it."""

import os
from enum import Enum
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
STATIC = PROJECT / "src" / "onecity" / "static"


class Need(Enum):
    """What must be ready before a command runs."""

    NOTHING = "nothing"
    DATABASE_IF_RUNNING = "the database if it runs anyway"
    DATABASE = "the database, started if need be"


def data_folder() -> Path:
    """``ONECITY_DATA``; else the system's place as root, the user's own place otherwise. Made when it is missing."""
    folder = Path(os.environ.get("ONECITY_DATA") or _usual_folder()).absolute()
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)  # as root, the database's own user walks through it
    return folder


def _usual_folder() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/onecity")
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "onecity"
