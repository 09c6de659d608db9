"""Loading made-up residents and cases: several processes, COPY, and a line of progress every few seconds."""

import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import Synchronized

from django.db import connection

from onecity.common.clock import today
from onecity.demo import personas
from onecity.demo.chunks import chunks_there, flush, mandate, resident_id, write_chunks, write_person
from onecity.demo.copying import analyze, no_rows
from onecity.demo.indexes import indexes_aside
from onecity.demo.order import MOST, Order
from onecity.demo.process import work
from onecity.people.models import Resident

LARGE = 50_000  # residents or cases to be written, from which on the indexes stand aside
FEW = 20  # chunks that one process writes sooner than several would start
EVERY = 3.0  # seconds between two lines of progress
Say = Callable[[str], None]


class LoadFailed(RuntimeError):
    """A loading process failed; its own message stands above. What was written stays, and loading again goes on."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was written now; the rest of what was wanted was there already."""

    residents: int
    cases: int


def load(*, residents: int, cases: int, seed: int, say: Say) -> Loaded:
    """Load what is not there yet: a second time nothing, after an interruption the rest.

    What is there is told by the numbers of its chunks, so that another seed changes nothing that is there already.
    """
    order = Order(residents, cases, seed, today())
    if not 1 <= residents <= MOST or not 0 <= cases <= 100 * residents:
        raise ValueError(f"1 to {MOST:,} residents, and at most 100 cases for each.")
    _write_personas(order)
    missing = sorted(set(range(order.chunks)) - chunks_there(order))
    now = Loaded(sum(map(order.people_of, missing)), sum(len(order.cases_of(chunk)) for chunk in missing))
    with indexes_aside(large=max(now.residents, now.cases) >= LARGE, say=say):
        _write(order, missing, now, say)
    if missing:
        analyze()
    return now


def _write(order: Order, missing: Sequence[int], now: Loaded, say: Say) -> None:
    """As many processes as there are cores, each with every n-th chunk."""
    workers = min(os.cpu_count() or 1, 4)
    if len(missing) <= FEW or workers == 1:
        return write_chunks(order, missing, None)
    context = multiprocessing.get_context("spawn")
    done = context.Value("l", 0)
    name = connection.settings_dict["NAME"]
    started = [context.Process(target=work, args=(order, missing[n::workers], done, name)) for n in range(workers)]
    for process in started:
        process.start()
    try:
        _watch(started, done, now, say)
    finally:
        for process in started:
            process.join()
    return None


def _watch(started: list[SpawnProcess], done: "Synchronized[int]", now: Loaded, say: Say) -> None:
    began = said = time.monotonic()
    while any(process.is_alive() for process in started):
        time.sleep(0.1)
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            say(_progress(done.value, now, said - began))
    if any(process.exitcode for process in started):
        raise LoadFailed("A loading process failed. Load again: what was written stays, and the rest follows.")


def _progress(done: int, now: Loaded, seconds: float) -> str:
    left = f", about {seconds * (now.residents - done) / done:.0f} s left" if done else ""
    cases = done * now.cases // now.residents
    return f"{done:,} of {now.residents:,} residents and {cases:,} of {now.cases:,} cases{left}"


def _write_personas(order: Order) -> None:
    """The first household, once."""
    people = personas.family(order.start)
    if Resident.objects.filter(id=resident_id(personas.CHUNK, people[0])).exists():
        return
    rows = no_rows()
    for person in people:
        email = personas.EMAIL if person.index == 0 else ""
        write_person(rows, personas.CHUNK, person, personas.records(person, order.start), email)
    woman, husband, child, mother = people
    for agent in (woman, husband):
        mandate(rows, personas.CHUNK, principal=child, agent=agent, kind="child", on=order.start)
    mandate(rows, personas.CHUNK, principal=mother, agent=woman, kind="parent", on=order.start)
    flush(rows, len(people), None)
