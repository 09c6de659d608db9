"""A note in the database that this release has prepared it, so that the next start need not load Django to look."""

import hashlib
import os
from pathlib import Path

import psycopg

from onecity.cli.place import PROJECT

TABLE = "onecity_prepared"


def note(words: str) -> None:
    """Leave the note, with what the next start should print."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (release text, words text)")
        connection.execute(f"DELETE FROM {TABLE}")  # noqa: S608
        connection.execute(f"INSERT INTO {TABLE} VALUES (%s, %s)", [_release(), words])  # noqa: S608


def words() -> str | None:
    """What to print, if the database is as this release wants it; None when somebody has to look."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
            found = connection.execute(f"SELECT words FROM {TABLE} WHERE release = %s", [_release()]).fetchone()  # noqa: S608
    except psycopg.Error:
        return None
    return str(found[0]) if found else None


def _release() -> str:
    """A digest of everything that may change tables: our migrations, and the versions of all packages."""
    whole = hashlib.sha256()
    for file in [PROJECT / "requirements.lock", *sorted((PROJECT / "src" / "onecity").glob("*/migrations/*.py"))]:
        whole.update(str(file.relative_to(PROJECT)).encode() + b"\0" + _content(file))
    return whole.hexdigest()


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""
