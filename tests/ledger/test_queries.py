"""Who looked at my data."""

from uuid import uuid4

from tests.ledger.conftest import OFFICER

from onecity.ledger.domain import record
from onecity.ledger.queries import accesses_of

ANNA, BO = uuid4(), uuid4()


def look(resident, what):
    record(actor=OFFICER, action="read", what=what, purpose="a.b", resident_id=resident)


def test_a_resident_sees_all_looks_at_her_data_and_nobody_elses(db):
    for number in range(3):
        look(ANNA, f"hers {number}")
        look(BO, f"his {number}")
    assert [entry.what for entry in accesses_of(ANNA)] == ["hers 2", "hers 1", "hers 0"]


def test_pages_go_on_where_the_last_one_ended(db, django_assert_num_queries):
    for number in range(5):
        look(ANNA, str(number))
    first = accesses_of(ANNA, limit=2)
    with django_assert_num_queries(1):
        rest = accesses_of(ANNA, after=first[-1].pk, limit=2)
    assert [entry.what for entry in first + rest] == ["4", "3", "2", "1"]
