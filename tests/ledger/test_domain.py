"""Writing the record."""

from threading import Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.ledger.conftest import OFFICER

from onecity.common.actor import SYSTEM, Actor
from onecity.ledger.domain import COLUMNS, OutsideTransaction, entry, record, record_all
from onecity.ledger.models import Checkpoint, Entry, Leaf, Pending

ANNA = uuid4()


def test_an_entry_says_who_did_what_to_whose_data_and_why(db):
    case = uuid4()
    written = record(
        actor=OFFICER, action="read", what="register.population", purpose="a.b", resident_id=ANNA, case_id=case
    )
    assert Entry.objects.values_list(*COLUMNS).get() == (
        written.pk, written.at, "officer", OFFICER.id, "Chen Wei 陈巍", "health", ANNA, "read",
        "register.population", "a.b", case,
    )  # fmt: skip


def test_several_entries_cost_one_statement(db, django_assert_num_queries):
    entries = [entry(actor=SYSTEM, action="read", what=str(number), purpose="a.b") for number in range(5)]
    with django_assert_num_queries(1):
        record_all(entries)
    assert Entry.objects.count() == 5
    assert Pending.objects.get().entries == [each.pk for each in entries]


def test_nothing_to_write_is_nothing_written(db):
    record_all([])
    assert not Pending.objects.exists()


def test_outside_a_transaction_nothing_is_written():
    refused = []

    def write():
        try:
            record(actor=SYSTEM, action="read", what="x", purpose="y")
        except OutsideTransaction as error:
            refused.append(error)

    thread = Thread(target=write)
    thread.start()
    thread.join()
    assert len(refused) == 1


def test_the_trace_goes_when_the_act_fails(db):
    def act():
        with transaction.atomic():
            record(actor=SYSTEM, action="read", what="x", purpose="y")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Entry.objects.exists()
    assert not Pending.objects.exists()


def test_a_text_with_quotes_and_braces_stays_a_text(db):
    strange = Actor(kind="officer", id="1", agency="health", name="O'Neil {\"a\"}, \\ NULL; 'x' 𠮷\t\n")
    record(actor=strange, action="read", what="x", purpose="y")
    assert Entry.objects.get().actor_name == strange.name


@pytest.mark.parametrize("table", ["entry", "leaf", "node", "checkpoint"])
@pytest.mark.parametrize("change", ["UPDATE ledger_{0} SET {1} = {1}", "DELETE FROM ledger_{0}", "TRUNCATE ledger_{0}"])
def test_the_database_refuses_every_change(db, table, change):
    column = {"entry": "what", "leaf": "hash", "node": "hash", "checkpoint": "note"}[table]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ledger_{table} ENABLE TRIGGER ALL")  # tests that empty tables switch it off
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table, column))


def test_the_models_are_refused_too(log):
    for row in (log[0], Leaf.objects.all()[0], Checkpoint.objects.all()[0]):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            row.delete()
