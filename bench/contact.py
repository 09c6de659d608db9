"""Whole lives of contacts: told and understood, taken, answered, confirmed, found again; with a million stored.

    python bench/contact.py --contacts 1000000

A process for each core walks the domain itself, without HTTP. In turn with them pgbench repeats the
statements of one such life, each time with other ids: its rate is what the database alone would allow.
"""

import argparse
import multiprocessing
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import statements
import yaml
from understanding import HELD_OUT

import city
from onecity.common.actor import Actor

LIVES = 300  # of one process in one round
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Round:
    """Lives a second of ours and of pgbench; processor milliseconds a life of ours (without PostgreSQL)."""

    ours: float
    pgbench: float
    processor: float


def measure() -> list[Round]:
    """``ROUNDS`` rounds after one that warms both sides up."""
    script = catch_script()
    rounds = [_round(script) for _turn in range(ROUNDS + 1)][1:]
    _unlearn()
    return rounds


def _unlearn() -> None:
    """The operator of the lives takes the first guess: that is nobody's choice, and no model may learn from it."""
    from onecity.contact.models import ContactRequest

    ContactRequest.objects.filter(topic_by="operator").update(topic_by="machine")


def summary(rounds: list[Round]) -> str:
    """Medians: rate, ratio to pgbench's, processor time of one life."""
    ratio = median(each.ours / each.pgbench for each in rounds)
    ours, pgbench = median(each.ours for each in rounds), median(each.pgbench for each in rounds)
    return (
        f"{ours:.0f} /s ({ratio:.2f} of pgbench's {pgbench:.0f} /s; {median(r.processor for r in rounds):.1f} ms each)"
    )


def life(words: str, number: int) -> Iterator[str]:
    """One life, an act at a time, from the first words to the search that finds it; after each act its number."""
    from onecity.common import rows
    from onecity.contact import domain
    from onecity.contact.models import ContactRequest, WorkOrder
    from onecity.contact.queries.published import Wanted, published

    request = domain.receive(channel="web", words=words, actor=Actor(kind="reporter")).request
    yield request.number
    if request.state == ContactRequest.RECEIVED:
        operator = Actor(kind="operator", id=str(UUID(int=1)), name="Bench")
        domain.sort_request(request_id=request.id, topic=request.guesses[0][0], actor=operator)
        yield request.number
    order = rows.found(WorkOrder, "request_id = %s AND role = 'lead'", [request.id])[0]
    officer = Actor(kind="officer", id=str(UUID(int=2)), agency=order.agency, units=frozenset({order.unit}), head=True)
    domain.take_order(order_id=order.id, actor=officer)
    yield request.number
    domain.answer_order(order_id=order.id, outcome=f"Done, number {number}.", actor=officer)
    yield request.number
    domain.confirm(request_id=request.id, solved=True, stars=5, actor=Actor(kind="reporter", id=str(request.id)))
    yield request.number
    published(Wanted(numbers=(request.number,), limit=1))
    yield request.number


def walk(lives: int) -> None:
    """Live so many lives."""
    for number, words in zip(range(lives), cycle(messages()), strict=False):
        for _act in life(words, number):
            pass


@cache
def messages() -> list[str]:
    """What residents say: words that the model has never seen, in one drawn order."""
    said = [each["words"] for each in yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))]
    return Random(1).sample(said, len(said))


def catch_script() -> str:
    """Live one life here and write down what it says to the database, as a pgbench script."""
    walk(2)
    acts, going, number = [], life(messages()[0], 1), ""
    while True:
        with statements.caught() as seen:
            found = next(going, "")
        if not found:
            return repeated(acts, number)
        acts.append(seen)
        number = found


def repeated(acts: list[list[str]], number: str) -> str:
    """The same statements, each act one transaction; what a life makes anew is a variable."""
    texts = ["BEGIN", *(line for act in acts for line in (*_said(act), "COMMIT", "BEGIN")), "COMMIT"]
    text = statements.PLAIN_ID.sub(lambda found: f"'{UUID(found[1])}'::uuid", ";\n".join(texts))
    made = sorted(set(statements.NEW_ID.findall(text)))
    for place in reversed(range(len(made))):
        text = text.replace(made[place], f":u{place}")
    ids = ", ".join(f"uuidv7() AS u{place}" for place in range(len(made)))
    numbered = text.replace(number, ":number")
    return f"SELECT 'B-' || left(md5(random()::text), 16) AS number, {ids} \\gset\n{numbered};\n"


def _said(act: list[str]) -> Iterator[str]:
    return (" ".join(each.split()) for each in act if not each.startswith(statements.TRANSACTION))


def _round(script: str) -> Round:
    cores = os.cpu_count() or 1
    lives = cores * LIVES
    context = multiprocessing.get_context("spawn")
    ready, results = context.Barrier(cores + 1), context.Queue()
    walkers = [context.Process(target=_walker, args=(ready, results)) for _core in range(cores)]
    for each in walkers:
        each.start()
    ready.wait(120)
    began = time.perf_counter()
    used = sum(results.get(timeout=600) for _each in walkers)
    elapsed = time.perf_counter() - began
    for each in walkers:
        each.join()
    return Round(lives / elapsed, _pgbench(script, cores), used / lives * 1000)


def _walker(ready: Any, results: Any) -> None:
    import django

    django.setup()
    walk(10)
    ready.wait(120)
    used = time.process_time()
    walk(LIVES)
    results.put(time.process_time() - used)


def _pgbench(script: str, people: int) -> float:
    from submit import pgbench

    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [pgbench(), "-n", "-c", str(people), "-j", str(people), "-t", str(LIVES), "-f", file.name]
        done = subprocess.run([*command, os.environ["DATABASE_URL"]], capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if not found or "failed transactions: 0 " not in done.stdout:
        raise SystemExit(f"pgbench did not finish:\n{done.stdout}\n{done.stderr[:2000]}")
    return float(found[1])


def fill(contacts: int) -> None:
    """So many contacts, unless there are some."""
    from onecity.contact.models import ContactRequest
    from onecity.demo.contacts import load_contacts

    if not ContactRequest.objects.exists():
        load_contacts(contacts=contacts, seed=1, say=lambda words: print(f"  {words}", flush=True))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/contact.py", description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    args = parser.parse_args()
    city.prepare()
    city.install()
    fill(args.contacts)
    print(summary(measure()))


if __name__ == "__main__":
    main()
