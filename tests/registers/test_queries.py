"""Registers are read for a purpose, by one query, and never without a trace."""

import pytest
from django.db import transaction

from onecity.common.actor import SYSTEM
from onecity.common.errors import Invalid
from onecity.ledger.domain import OutsideTransaction
from onecity.ledger.models import Entry
from onecity.registers.queries import read_registers


def read(resident, *registers, purpose="residence-certificate.apply"):
    return read_registers(resident_id=resident.id, registers=registers, purpose=purpose, actor=SYSTEM)


def test_each_register_that_is_asked_leaves_a_row(resident):
    known = read(resident, "population", "driving")
    assert known["population"]["full_name"] == resident.name
    assert "driving" not in known
    rows = Entry.objects.filter(resident_id=resident.id).values_list("what", "purpose")
    assert sorted(rows) == [
        ("register.driving", "residence-certificate.apply"),
        ("register.population", "residence-certificate.apply"),
    ]


def test_reading_costs_two_statements_however_many_registers(resident, django_assert_num_queries):
    with django_assert_num_queries(2):
        read(resident, "population", "household", "civil_status")


def test_a_read_without_purpose_or_of_no_register_is_refused(resident):
    for call in (lambda: read(resident, "population", purpose=""), lambda: read(resident, "bank")):
        with pytest.raises(Invalid):
            call()
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_read(resident):
    assert not transaction.get_connection().in_atomic_block
    with pytest.raises(OutsideTransaction):
        read(resident, "population")
