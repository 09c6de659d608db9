"""When the ledger cannot write, nobody looks: there is no read without its trace."""

import pytest
from django.db import DatabaseError, connection, transaction

from onecity.catalogue.queries import get_service
from onecity.common.actor import SYSTEM
from onecity.forms.domain import start_draft
from onecity.identity.queries import actor_of
from onecity.registers.queries import read_registers


@pytest.fixture
def broken(db):
    """A ledger that takes nothing in."""

    def break_it():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE ledger_pending RENAME TO taken_away")

    return break_it


def test_registers_are_not_read(resident, broken):
    broken()
    with pytest.raises(DatabaseError, match="ledger_pending"), transaction.atomic():
        read_registers(resident_id=resident.id, registers=("population",), purpose="x.y", actor=SYSTEM)


def test_no_draft_is_filled_in(resident, broken):
    broken()
    service, actor = get_service("residence-certificate.apply"), actor_of(resident.account)[0]
    with pytest.raises(DatabaseError, match="ledger_pending"), transaction.atomic():
        start_draft(service=service, resident_id=resident.id, actor=actor)


def test_a_page_that_looks_fails_instead_of_looking(case, officer, signed_in, broken):
    client = signed_in(officer)
    client.raise_request_exception = False
    assert client.get(f"/desk/cases/{case.id}/").status_code == 200
    broken()
    with transaction.atomic():
        answer = client.get(f"/desk/cases/{case.id}/")
        transaction.set_rollback(True)
    assert answer.status_code >= 500
    assert b"Willow Lane" not in answer.content
