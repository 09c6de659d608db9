"""The embedded database's files: made once, by initdb; then left to PostgreSQL and to whoever edits its settings."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

from onecity.cli import binaries, system_user
from onecity.cli.failures import Failure

ROLE = DATABASE = "onecity"
ADMIN = "postgres"
LONGEST_SOCKET = 107  # bytes of a Unix socket's name, by unix(7)
MB = 1024 * 1024


def files(data: Path) -> Path:
    return data / "postgres"


def socket_folder(data: Path) -> Path:
    """Connections come through a socket in a folder that only its user and root may enter; no port is opened."""
    return data / "run"


def log(data: Path) -> Path:
    return files(data) / "log"


def address(data: Path, *, role: str = ROLE, database: str = DATABASE) -> str:
    return f"postgresql://{role}@/{database}?host={quote(str(socket_folder(data)), safe='/')}"


def prepare(data: Path) -> None:
    """Make the files unless they are there. A half-made set from an interrupted start is thrown away."""
    _check_place(data)
    system_user.give(socket_folder(data))
    if not files(data).is_dir():
        _make(data)
    _check_version(data)


def _check_place(data: Path) -> None:
    if len(os.fsencode(socket_folder(data) / ".s.PGSQL.5432")) > LONGEST_SOCKET:
        raise Failure(f"{data} is too long a name for the database's socket. Set ONECITY_DATA to a shorter one.")
    system_user.require_entry(data)


def _check_version(data: Path) -> None:
    found = (files(data) / "PG_VERSION").read_text().strip()
    if found != binaries.MAJOR:
        raise Failure(
            f"{files(data)} was made by PostgreSQL {found}, and this release brings {binaries.MAJOR}. "
            "docs/deploy.md says how to move the data."
        )


def _make(data: Path) -> None:
    draft = data / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    system_user.give(draft)
    settings = [word for name, value in _settings().items() for word in ("--set", f"{name}={value}")]
    encoding = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run(data, "initdb", "-D", draft, "-U", ADMIN, "--auth-local=peer", "--auth-host=reject", *encoding, *settings)
    _allow_ourselves(draft)
    _run(data, "postgres", "--single", "-D", draft, ADMIN, typed=_first_statements())
    draft.rename(files(data))


def _allow_ourselves(draft: Path) -> None:
    """The kernel says who is at the other end of the socket (peer); these people may be these roles. No password."""
    people = {"root", system_user.NAME} if system_user.runs_as_other_user() else {system_user.database_user().pw_name}
    lines = [f'here "{person}" {role}' for person in sorted(people) for role in (ADMIN, ROLE)]
    (draft / "pg_ident.conf").write_text("\n".join(lines) + "\n")
    (draft / "pg_hba.conf").write_text("local all all peer map=here\n")


def _first_statements() -> str:
    """A role that owns its database and may make others (for tests), and is no superuser."""
    return f"CREATE ROLE {ROLE} LOGIN CREATEDB\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"


def _run(data: Path, program: str, *words: str | Path, typed: str = "") -> None:
    command = [str(binaries.folder(data) / program), *map(str, words)]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, check=False, **system_user.identity())
    if done.returncode or "ERROR:" in done.stderr:
        raise Failure(f"The embedded database could not be made: {done.stderr.strip()}")


def _settings() -> dict[str, str]:
    """Durable (fsync and synchronous_commit stay on), and sized for the machine."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "listen_addresses": "",
        "max_connections": "200",
        "fsync": "on",
        "synchronous_commit": "on",
        "shared_buffers": f"{min(2048, max(128, memory // 8 // MB))}MB",
        "effective_cache_size": f"{max(256, memory // 2 // MB)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "logging_collector": "on",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_min_duration_statement": "2s",
    }
