"""Loading made-up residents and cases: several processes, COPY, and a line of progress every few seconds."""

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import Synchronized

from onecity.common.clock import today
from onecity.demo import copying, personas
from onecity.demo.chunks import flush, mandate, write_chunks, write_person
from onecity.demo.copying import no_rows
from onecity.demo.order import Order
from onecity.demo.process import work

LARGE = 50_000  # from here on the indexes stand aside
Say = Callable[[str], None]


def load(*, residents: int, cases: int, seed: int, say: Say) -> None:
    """Load everything. The tables must hold no made-up residents yet."""
    order = Order(residents, cases, seed, today())
    aside = copying.secondary_indexes() if max(residents, cases) >= LARGE else {}
    copying.drop_indexes(aside)
    _write_personas(order)
    _in_processes(order, say)
    _rebuild(list(aside.values()), say)
    copying.analyze()


def _in_processes(order: Order, say: Say) -> None:
    """As many processes as there are cores, each with every n-th chunk."""
    workers = min(os.cpu_count() or 1, 4, order.chunks)
    if workers == 1:
        return write_chunks(order, 0, 1, None)
    context = multiprocessing.get_context("spawn")
    done = context.Value("l", 0)
    started = [context.Process(target=work, args=(order, n, workers, done)) for n in range(workers)]
    for process in started:
        process.start()
    _watch(started, done, order, say)
    return None


def _watch(started: list[SpawnProcess], done: "Synchronized[int]", order: Order, say: Say) -> None:
    while any(process.is_alive() for process in started):
        started[0].join(2)
        say(f"{min(done.value, order.residents):,} of {order.residents:,} residents")
        time.sleep(0.05)
    if any(process.exitcode for process in started):
        raise RuntimeError("A loading process failed; its message stands above. Empty the database and load again.")


def _write_personas(order: Order) -> None:
    rows = no_rows()
    people = personas.family(order.start)
    for person in people:
        email = personas.EMAIL if person.index == 0 else ""
        write_person(rows, personas.CHUNK, person, personas.records(person, order.start), email)
    woman, husband, child, mother = people
    for agent in (woman, husband):
        mandate(rows, personas.CHUNK, principal=child, agent=agent, kind="child", on=order.start)
    mandate(rows, personas.CHUNK, principal=mother, agent=woman, kind="parent", on=order.start)
    flush(rows, len(people), None)


def _rebuild(definitions: list[str], say: Say) -> None:
    for place, definition in enumerate(definitions):
        say(f"index {place + 1} of {len(definitions)}")
        copying.make_index(definition)
