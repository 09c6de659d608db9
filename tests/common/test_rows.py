"""Rows written and read by statements, against the same rows through the ORM."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from onecity.applications.models import Case, Event
from onecity.common import clock, rows
from onecity.common.ids import new_id
from onecity.common.text import Text

pytestmark = pytest.mark.django_db
UGLY = "'; DROP TABLE x; -- %s \\ \" 💧 \n\t\u202e"


def a_case(**changes):
    fields = {
        "number": f"HT-{new_id().hex[-8:]}", "draft_id": new_id(), "resident_id": new_id(), "account_id": new_id(),
        "service": "a.b", "version_id": 1, "agency": "tax", "answers": {"a": [1, None, UGLY]}, "sources": {},
        "fee": Decimal("10.50"), "promised_on": date(2026, 12, 1), **changes,
    }  # fmt: skip
    return Case(**fields)


def an_event(case, **data):
    return Event(case_id=case.id, resident_id=case.resident_id, kind="submitted", actor_kind="system", data=data)


def plain(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_what_is_stored_is_what_the_orm_reads():
    case = a_case(reason=UGLY, made_up=True)
    rows.store(case)
    assert plain(Case.objects.get()) == plain(case)


def test_several_tables_are_one_statement():
    case = a_case()
    with CaptureQueriesContext(connection) as done:
        rows.store(case, an_event(case), an_event(case, title=Text(en="Yes", zh="是")))
    assert (len(done), Event.objects.count()) == (1, 2)
    assert Event.objects.latest("id").data == {"title": {"en": "Yes", "zh": "是"}}


def test_nothing_to_store_is_nothing_to_do():
    with CaptureQueriesContext(connection) as done:
        rows.store()
        rows.change([], ("state",))
    assert len(done) == 0


def test_a_broken_constraint_stores_nothing_of_it():
    case = a_case()
    rows.store(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.store(a_case(), an_event(case), a_case(number=case.number))
    assert (Case.objects.count(), Event.objects.count()) == (1, 0)


def test_only_the_named_fields_are_changed():
    case, other = a_case(), a_case()
    rows.store(case, other)
    case.state, case.decided_at, case.reason, case.service = "refused", clock.now(), UGLY, "not written"
    rows.change([case], ("state", "decided_at", "reason"))
    stored = Case.objects.get(id=case.id)
    assert (stored.state, stored.decided_at, stored.reason) == ("refused", case.decided_at, UGLY)
    assert (stored.service, Case.objects.get(id=other.id).state) == ("a.b", "open")


def test_a_locked_row_is_an_instance_that_can_be_saved():
    case = a_case()
    rows.store(case)
    with transaction.atomic():
        found = rows.lock(Case, case.id)
    assert plain(found) == plain(case)
    found.service = "c.d"
    found.save()
    assert Case.objects.get().service == "c.d"


def test_a_row_that_is_not_there_is_none():
    assert rows.lock(Case, new_id()) is None


def test_together_is_one_trip_at_the_end():
    case = a_case()
    with CaptureQueriesContext(connection) as done:
        with rows.together():
            rows.store(case)
            case.service = "c.d"
            rows.change([case], ("service",))
            assert not done.captured_queries
        assert len(done) == 1
    assert Case.objects.get().service == "c.d"


def test_blocks_within_a_block_go_with_the_outer_one():
    with CaptureQueriesContext(connection) as done, rows.together():
        with rows.together():
            rows.store(a_case())
        rows.store(a_case())
    assert (len(done), Case.objects.count()) == (1, 2)


def test_a_block_that_fails_sends_nothing():
    def fail():
        with rows.together():
            rows.store(a_case())
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not Case.objects.exists()
    rows.store(a_case())
    assert Case.objects.count() == 1
