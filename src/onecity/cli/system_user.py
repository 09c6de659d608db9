"""Who the embedded database runs as. PostgreSQL refuses root, so root hands it to a system user without a shell."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from onecity.cli.failures import Failure

NAME = "onecity"


def runs_as_other_user() -> bool:
    return os.geteuid() == 0


def database_user() -> pwd.struct_passwd:
    """Ourselves; as root the system user, made at the first start."""
    try:
        return pwd.getpwnam(NAME) if runs_as_other_user() else pwd.getpwuid(os.geteuid())
    except KeyError:
        return _make_system_user()


def _make_system_user() -> pwd.struct_passwd:
    if not runs_as_other_user():
        raise Failure(f"User number {os.geteuid()} has no name on this machine, and PostgreSQL wants one.")
    if shutil.which("useradd") is None:
        raise Failure(f"PostgreSQL does not run as root. Make a system user named {NAME}, or start as another user.")
    places = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    subprocess.run(["useradd", "--system", "--user-group", *places, NAME], check=True)
    return pwd.getpwnam(NAME)


def identity() -> dict[str, Any]:
    """Arguments for ``subprocess`` that make a program run as the database's user."""
    if not runs_as_other_user():
        return {}
    user = database_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def give(folder: Path) -> None:
    """Make a folder that only the database's user (and root) can enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if runs_as_other_user():
        user = database_user()
        os.chown(folder, user.pw_uid, user.pw_gid)


def require_entry(folder: Path) -> None:
    """Refuse data below a folder that the database's user may not enter; we open nobody's home for it."""
    if not runs_as_other_user():
        return
    look = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    if subprocess.run(look, check=False, stderr=subprocess.DEVNULL, **identity()).returncode:
        raise Failure(
            f"The database cannot live in {folder}: as root it runs as the user {NAME}, who may not enter there. "
            "Set ONECITY_DATA to a folder that everybody may walk through, such as /var/lib/onecity."
        )
