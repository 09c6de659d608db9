"""Sequencers killed at random moments while entries are written: nothing is lost, doubled or out of place."""

import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from tests.cli.processes import drop_database

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 4


@pytest.fixture(scope="module")
def apart():
    """A database of its own: what killed processes leave behind is committed."""
    server, name = os.environ["DATABASE_URL"], f"killed_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    address = re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", server, count=1)
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0", "ledger"], env=settings(address), check=True)
    yield address
    drop_database(server, name)


def settings(address):
    return {**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(ROOT)}


def start(address, what):
    script = Path(__file__).with_name("killed_process.py")
    return subprocess.Popen(
        [sys.executable, str(script), what], env=settings(address), stdout=subprocess.PIPE, text=True
    )


@pytest.mark.crash
def test_nothing_is_lost_doubled_or_moved(apart):
    chance, written = random.Random(9), 0
    for _ in range(ROUNDS):
        writer, *sequencers = (start(apart, what) for what in ("write", "place", "place"))
        writer.stdout.readline()
        time.sleep(chance.uniform(0.5, 2))
        for process in (*sequencers, writer):
            process.kill()
        written += 1 + len(writer.stdout.read().split())
        for process in (*sequencers, writer):
            process.wait()
            process.stdout.close()
    finished = start(apart, "finish")
    assert finished.communicate()[0].strip() == "sound"
    with psycopg.connect(apart) as database:
        entries, leaves, places, waiting = database.execute(
            "SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_leaf), "
            "(SELECT count(DISTINCT entry_id) FROM ledger_leaf), (SELECT count(*) FROM ledger_pending)"
        ).fetchone()
    print(f"{entries} entries after {ROUNDS} rounds")
    assert entries >= 4 * written
    assert (leaves, places, waiting) == (entries, entries, 0)
