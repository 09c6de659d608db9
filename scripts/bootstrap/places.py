"""Where things are, and stamps: a part whose inputs have the same digest as last time need not be made again."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
NODE_MODULES = ROOT / "node_modules"
BUILT = ROOT / "src" / "onecity" / "static" / "built"


def digest(paths: Iterable[Path]) -> str:
    """One digest of files (of all files below, for a folder): their names and contents, and where the project lies."""
    whole = hashlib.sha256(str(ROOT).encode())
    for file in sorted(_files(paths)):
        whole.update(str(file.relative_to(ROOT)).encode() + b"\0")
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


def set_stamp(stamp: Path, value: str) -> None:
    """Written last and whole, so that an interrupted step is done again."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    fresh = stamp.with_suffix(".new")
    fresh.write_text(value)
    fresh.replace(stamp)


def is_root() -> bool:
    return os.geteuid() == 0


def has_apt() -> bool:
    return shutil.which("apt-get") is not None
