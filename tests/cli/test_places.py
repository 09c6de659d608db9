"""Places where the data cannot lie, and why: told in one sentence."""

import os
import subprocess

import pytest
from tests.cli.processes import COMMAND, environment


def start_in(folder):
    return subprocess.run(
        [*COMMAND, "database", "start"], env=environment(folder), capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="another user runs the database itself")
def test_roots_private_folders_are_not_opened_for_the_database(data):
    private = data / "private"
    private.mkdir(mode=0o700)
    done = start_in(private / "city")
    assert done.returncode == 1
    assert "who may not enter there" in done.stderr
    assert oct(private.stat().st_mode)[-3:] == "700"


def test_a_name_too_long_for_a_socket_is_refused(data):
    done = start_in(data / ("long" * 25))
    assert (done.returncode, "too long a name" in done.stderr) == (1, True)


def test_data_of_another_release_of_postgresql_is_left_alone(data):
    old = data / "old" / "postgres"
    old.mkdir(parents=True)
    (old.parent).chmod(0o711)
    (old / "PG_VERSION").write_text("15\n")
    done = start_in(old.parent)
    assert "was made by PostgreSQL 15, and this release brings 18" in done.stderr
    assert [file.name for file in old.iterdir()] == ["PG_VERSION"]


def test_with_an_own_database_the_embedded_one_is_left_alone(onecity):
    done = onecity("database", "start", DATABASE_URL="postgresql://city@db.example/city")
    assert (done.returncode, done.stderr) == (
        1,
        "DATABASE_URL is set: that database is in use, and it has tools of its own.\n",
    )
