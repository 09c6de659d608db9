"""The embedded database: made, started, found, killed and started again."""

import os
import signal
import stat
import time

import pytest
from tests.cli.processes import eventually, is_alive, keeper, postmaster

QUICK = 5  # seconds; on a quiet machine it is a fifth of a second
USE = "from onecity.cli import postgres; print(postgres.start(), flush=True); input()"
LAST_MOMENT = """from pathlib import Path; import os, time; lock = keeper.keeper_lock(Path("{data}"))
lock.take(); lock.write(str(os.getpid())); print(flush=True); time.sleep(1.5)"""


@pytest.fixture(autouse=True)
def stopped(onecity):
    """Each test begins and ends without a running server; the data stays."""
    yield
    onecity("database", "stop")


@pytest.fixture
def started(onecity):
    assert onecity("database", "start").returncode == 0


def test_the_first_start_makes_a_database_that_answers(onecity, ask):
    done = onecity("database", "start")
    assert done.stdout.startswith("The database runs: postgresql://onecity@/onecity?host=")
    assert ask("SELECT current_user || ' ' || current_database()") == "onecity onecity"


def test_a_second_start_finds_it_and_is_quick(onecity, started, data):
    first = postmaster(data)
    begun = time.monotonic()
    onecity("database", "start")
    assert postmaster(data) == first
    assert time.monotonic() - begun < QUICK


def test_a_start_after_a_stop_is_quick_and_finds_the_data(onecity, started, ask):
    ask("CREATE TABLE kept AS SELECT 7 AS number")
    onecity("database", "stop")
    begun = time.monotonic()
    onecity("database", "start")
    assert time.monotonic() - begun < QUICK
    assert ask("SELECT number FROM kept") == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"), ("data_checksums", "on")],
)
def test_what_was_committed_survives_a_power_cut(started, ask, name, value):
    assert ask(f"SHOW {name}") == value


def test_no_port_is_opened_and_nobody_else_enters_the_socket_folder(started, ask, data):
    assert ask("SHOW listen_addresses") == ""
    assert stat.S_IMODE((data / "run").stat().st_mode) == 0o700


def test_the_citys_role_is_no_superuser(started, ask):
    assert ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_a_killed_server_comes_back_by_itself(started, ask, data):
    ask("CREATE TABLE IF NOT EXISTS before_kill AS SELECT 1 AS one")
    killed = postmaster(data)
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: ask("SELECT one FROM before_kill") == 1 and postmaster(data) != killed)


def test_after_keeper_and_server_were_killed_the_next_start_recovers(onecity, started, ask, data):
    ask("CREATE TABLE IF NOT EXISTS before_both AS SELECT 1 AS one")
    server = postmaster(data)
    os.kill(keeper(data), signal.SIGSTOP)  # it must not help
    os.kill(server, signal.SIGKILL)
    os.kill(keeper(data), signal.SIGKILL)
    assert (data / "postgres" / "postmaster.pid").exists()
    assert onecity("database", "start").returncode == 0
    assert ask("SELECT one FROM before_both") == 1


def test_a_killed_keeper_takes_the_server_down_in_order(started, data):
    server = postmaster(data)
    os.kill(keeper(data), signal.SIGKILL)
    assert eventually(lambda: not is_alive(server))
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_it_stops_when_its_last_user_leaves(running_with, data):
    first, second = running_with(USE), running_with(USE)
    assert first.stdout.readline() == second.stdout.readline()
    server = postmaster(data)
    first.communicate("\n")
    assert is_alive(server)
    second.communicate("\n")
    assert eventually(lambda: not is_alive(server))


def test_a_killed_user_counts_no_longer(running_with, data):
    user = running_with(USE)
    user.stdout.readline()
    server = postmaster(data)
    user.kill()
    assert eventually(lambda: not is_alive(server))


def test_one_that_was_told_to_stay_outlives_its_users(onecity, started, running_with, data):
    user = running_with(USE)
    user.stdout.readline()
    user.communicate("\n")
    assert is_alive(postmaster(data))
    assert onecity("database", "stop").stdout == "The database has stopped.\n"


def test_stopping_what_does_not_run_says_so(onecity):
    assert onecity("database", "stop").stdout == "The database did not run.\n"


def test_a_start_that_meets_a_keeper_about_to_end_starts_another(running_with, onecity, data):
    ending = running_with(f"from onecity.cli import keeper; {LAST_MOMENT.format(data=data)}")
    ending.stdout.readline()
    assert onecity("database", "start").returncode == 0
    assert keeper(data) != ending.pid


def test_everything_can_be_taken_out_as_sql(onecity, started, ask):
    ask("CREATE TABLE IF NOT EXISTS taken AS SELECT 'out' AS word")
    onecity("database", "stop")
    said = onecity("database", "dump").stdout
    assert "COPY public.taken (word) FROM stdin;\nout\n" in said
    assert "OWNER TO" not in said
