"""Writing people and their cases, chunk by chunk."""

from datetime import UTC, date, datetime
from multiprocessing.sharedctypes import Synchronized
from random import Random

from django.db import connection, transaction

from onecity.catalogue import queries as catalogue
from onecity.city import queries as city
from onecity.common.sealed import fingerprint, seal
from onecity.demo import copying
from onecity.demo.cases import MANDATE, RESIDENT, Writer, made_id, offer
from onecity.demo.copying import Rows, no_rows
from onecity.demo.order import Order
from onecity.demo.people import Chunk, Person, resident_number
from onecity.demo.records import Records, records_of

AT_ONCE = 5_000  # residents written by one COPY
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)  # of the ids of residents


def write_chunks(order: Order, first: int, step: int, done: "Synchronized[int] | None") -> None:
    writer = _writer(order, first)
    rows, people = no_rows(), 0
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    for number in range(first, order.chunks, step):
        people += _chunk(order, number, writer, rows)
        if people >= AT_ONCE or number + step >= order.chunks:
            flush(rows, people, done)
            rows, people = no_rows(), 0


def flush(rows: Rows, people: int, done: "Synchronized[int] | None") -> None:
    with transaction.atomic():
        copying.copy_rows(rows)
    if done:
        with done.get_lock():
            done.value += people


def _writer(order: Order, first: int) -> Writer:
    here = city.current()
    offers = [offer(s, catalogue.version_id(s.code), order.start) for s in catalogue.all_services()]
    rng = Random(order.seed * 7919 + first)  # noqa: S311
    return Writer(city=here, offers=offers, today=order.start, rng=rng, open_share=order.open_share)


def _chunk(order: Order, number: int, writer: Writer, rows: Rows) -> int:
    """One chunk's people, their mandates and their cases. Chunk numbers from 1: 0 is the personas'."""
    chunk = Chunk(
        seed=order.seed, number=number + 1, size=order.people_of(number), districts=list(writer.city.districts),
        today=order.start,
    )  # fmt: skip
    known: list[tuple[str, Records]] = []
    for household in chunk.households():
        for person in household.people:
            serial = (number + 1) * 1000 + person.index
            records = records_of(person, chunk.rng, order.start, serial)
            known.append((write_person(rows, number + 1, person, records), records))
            if person.age(order.start) < 18:
                known.pop()
        _write_mandates(rows, number + 1, household.people, order.start)
    for serial in order.cases_of(number):
        resident_id, records = writer.rng.choice(known)
        writer.write(rows, resident_id=resident_id, records=records, serial=serial + 1)
    return chunk.count


def resident_id(chunk: int, person: Person) -> str:
    return made_id(BEGAN, RESIDENT, chunk * 1000 + person.index)


def write_person(rows: Rows, chunk: int, person: Person, records: Records, email: str = "") -> str:
    made, number = resident_id(chunk, person), resident_number(chunk, person)
    rows["people_resident"].append((
        made, BEGAN, seal(number), fingerprint(number), person.name, person.born, person.household.district, email, "",
        "zh-hans", bool(email), True,
    ))  # fmt: skip
    rows["registers_record"].extend((made, register, data, True, BEGAN) for register, data in records.items())
    return made


def _write_mandates(rows: Rows, chunk: int, people: list[Person], on: date) -> None:
    """Parents act for their minor children; a grown child of somebody over 70 for her."""
    for person in people:
        for child in person.children:
            if child.age(on) < 18:
                mandate(rows, chunk, principal=child, agent=person, kind="child", on=on)
            elif person.age(on) > 70 and child.household is person.household:
                mandate(rows, chunk, principal=person, agent=child, kind="parent", on=on)


def mandate(rows: Rows, chunk: int, *, principal: Person, agent: Person, kind: str, on: date) -> None:
    serial = (chunk * 1000 + principal.index) * 1000 + agent.index
    of_age = date(principal.born.year + 18, principal.born.month, min(principal.born.day, 28))
    rows["people_mandate"].append((
        made_id(BEGAN, MANDATE, serial), BEGAN, resident_id(chunk, principal), resident_id(chunk, agent), kind,
        principal.name, on, of_age if kind == "child" else None, None,
    ))  # fmt: skip
