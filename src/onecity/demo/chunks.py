"""Writing people and their cases, chunk by chunk. A chunk is there whole or not at all."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from multiprocessing.sharedctypes import Synchronized
from random import Random

from django.db import connection, transaction

from onecity.catalogue import queries as catalogue
from onecity.city import queries as city
from onecity.common.sealed import fingerprint, seal
from onecity.demo.cases import MANDATE, RESIDENT, Applicant, Writer, made_id
from onecity.demo.copying import EMPTY, NO, NULL, YES, Rows, as_bytes, as_date, as_json, copy_rows, no_rows, row
from onecity.demo.offers import Offers, offer
from onecity.demo.order import Order
from onecity.demo.people import Chunk, Person, resident_number
from onecity.demo.records import Records, records_of
from onecity.people.domain import ADULT, last_day_as_minor
from onecity.people.models import Mandate

AT_ONCE = 5_000  # residents and cases written by one transaction
OLD = 70  # from here on a grown child acts for a parent
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)  # of the ids of residents
SINCE = BEGAN.isoformat()


def write_chunks(order: Order, wanted: Iterable[int], done: "Synchronized[int] | None") -> None:
    """Write these chunks, several to a transaction, and count their residents in ``done``."""
    offers, rows, people = _offers(order), no_rows(), 0
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    for number in wanted:
        _chunk(order, number, offers, rows)
        people += order.people_of(number)
        if people + len(rows["applications_case"]) >= AT_ONCE:
            flush(rows, people, done)
            rows, people = no_rows(), 0
    flush(rows, people, done)


def flush(rows: Rows, people: int, done: "Synchronized[int] | None") -> None:
    with transaction.atomic():
        copy_rows(rows)
    if done:
        with done.get_lock():
            done.value += people


def chunks_there(order: Order) -> set[int]:
    """The chunks that an earlier load has written."""
    ids = {made_id(BEGAN, RESIDENT, (number + 1) * 1000): number for number in range(order.chunks)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_resident WHERE id = ANY(%s::uuid[])", [list(ids)])
        return {ids[found.hex] for (found,) in cursor.fetchall()}


def _offers(order: Order) -> Offers:
    rng = Random(order.seed)  # noqa: S311
    return Offers(offer(s, catalogue.version_id(s.code), order.start, rng) for s in catalogue.all_services())


def _chunk(order: Order, number: int, offers: Offers, rows: Rows) -> None:
    """One chunk's people, their mandates and their cases. Chunk numbers from 1: 0 is the personas'."""
    size, districts = order.people_of(number), list(city.current().districts)
    chunk = Chunk(seed=order.seed, number=number + 1, size=size, districts=districts, today=order.start)
    known = list(_people(chunk, order, rows))
    writer = Writer(offers=offers, today=order.start, rng=chunk.rng, open_share=order.open_share)
    for serial in order.cases_of(number):
        writer.write(rows, known, serial)


def _people(chunk: Chunk, order: Order, rows: Rows) -> Iterator[Applicant]:
    """Write the people of a chunk; who may have a case is told: grown-ups, and children whose parents are known."""
    for household in chunk.households():
        parents = _write_mandates(rows, chunk.number, household.people, order.start)
        for person in household.people:
            records = records_of(person, chunk.rng, order.start, chunk.number * 1000 + person.index)
            made = write_person(rows, chunk.number, person, records)
            if person.age(order.start) >= ADULT:
                yield Applicant(made, made, "self", records)
            elif person.index in parents:
                yield Applicant(made, parents[person.index], Mandate.CHILD, records)


def resident_id(chunk: int, person: Person) -> str:
    return made_id(BEGAN, RESIDENT, chunk * 1000 + person.index)


def write_person(rows: Rows, chunk: int, person: Person, records: Records, email: str = "") -> str:
    made, number = resident_id(chunk, person), resident_number(chunk, person)
    rows["people_resident"].append(row(
        made, SINCE, as_bytes(seal(number)), as_bytes(fingerprint(number)), person.name, as_date(person.born),
        person.household.district, email, EMPTY, "zh-hans", YES if email else NO, YES,
    ))  # fmt: skip
    rows["registers_record"].extend(
        [row(made, register, as_json(data), YES, SINCE) for register, data in records.items()]
    )
    return made


def _write_mandates(rows: Rows, chunk: int, people: list[Person], on: date) -> dict[int, str]:
    """Parents act for their minor children, a grown child for somebody over 70 at home. Child -> a parent's id."""
    parents = {}
    for person in people:
        for child in person.children:
            if child.age(on) < ADULT:
                mandate(rows, chunk, principal=child, agent=person, kind=Mandate.CHILD, on=on)
                parents[child.index] = resident_id(chunk, person)
            elif person.age(on) > OLD:
                mandate(rows, chunk, principal=person, agent=child, kind=Mandate.PARENT, on=on)
    return parents


def mandate(rows: Rows, chunk: int, *, principal: Person, agent: Person, kind: str, on: date) -> None:
    serial = (chunk * 1000 + principal.index) * 1000 + agent.index
    rows["people_mandate"].append(row(
        made_id(BEGAN, MANDATE, serial), SINCE, resident_id(chunk, principal), resident_id(chunk, agent), kind,
        principal.name, as_date(on), as_date(last_day_as_minor(principal.born) if kind == Mandate.CHILD else None),
        NULL,
    ))  # fmt: skip
