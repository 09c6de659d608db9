"""Loading the demonstration: everything is there and labelled, everything could have been filed, and once is enough."""

import contextlib

import pytest
from django.db import connection

from onecity.applications.models import Case, Event, Message, Task
from onecity.catalogue import queries as catalogue
from onecity.cli import load_demo
from onecity.common.clock import today
from onecity.demo import load as loading
from onecity.demo.chunks import chunks_there, write_chunks
from onecity.demo.indexes import indexes_aside, make_missing
from onecity.demo.load import Loaded, load
from onecity.demo.order import CHUNK, Order
from onecity.forms.answers import check
from onecity.identity.models import Account
from onecity.people.models import Mandate, Resident
from onecity.registers.models import Record


@pytest.fixture(scope="module")
def order():
    return Order(residents=2 * CHUNK, cases=300, seed=1, start=today())


@pytest.fixture
def loaded(huating, order):
    write_chunks(order, range(order.chunks), None)
    return order


def test_residents_and_cases_are_there_in_the_numbers_asked_and_labelled(loaded):
    assert Resident.objects.filter(made_up=True).count() == Resident.objects.count() == 800
    assert Record.objects.filter(made_up=True).count() == Record.objects.count() > 3000
    assert Case.objects.filter(made_up=True).count() == Case.objects.count() == 300


def test_every_case_has_its_first_event_and_its_tasks(loaded):
    ids = set(Case.objects.values_list("id", flat=True))
    assert set(Event.objects.filter(kind="submitted").values_list("case_id", flat=True)) == ids
    assert set(Task.objects.values_list("case_id", flat=True)) == ids


def test_open_cases_wait_in_a_queue_with_dates_around_today(loaded):
    open_cases = Case.objects.filter(decided_at=None)
    assert 15 < open_cases.count() < 90
    waiting = Task.objects.filter(case_id__in=open_cases.values("id"), state__in=Task.OPEN_STATES, automatic=False)
    assert set(waiting.values_list("case_id", flat=True)) == set(open_cases.values_list("id", flat=True))
    late = waiting.filter(due_on__lt=today()).count()
    assert late < waiting.count() / 3


def test_ended_cases_have_no_open_task(loaded):
    ended = Case.objects.exclude(decided_at=None)
    assert not Task.objects.filter(case_id__in=ended.values("id"), state__in=Task.OPEN_STATES).exists()


def test_who_waits_for_the_resident_has_asked_her_something(loaded):
    for case in Case.objects.filter(state=Case.WAITING):
        task = Task.objects.get(case_id=case.id, state=Task.WAITING)
        assert task.answer_by > today()
        assert Message.objects.get(case_id=case.id).task_id == task.id
        assert Event.objects.filter(case_id=case.id, kind="more-asked").count() == 1


def test_made_up_answers_are_such_as_the_form_takes(loaded):
    wrong = [(case.service, found) for case in Case.objects.all() if (found := _wrong(case))]
    assert len(wrong) < 15, wrong  # a few have no record from which their form is filled in


def _wrong(case):
    return check(catalogue.get_version(case.version_id), case.answers)


def test_parents_file_for_their_children_under_a_mandate(loaded):
    for_children = [case for case in Case.objects.all() if case.account_id != case.resident_id]
    assert for_children
    for case in for_children:
        assert Mandate.objects.filter(agent_id=case.account_id, principal_id=case.resident_id, kind="child").exists()


def test_a_second_load_adds_nothing_and_a_larger_one_the_rest(loaded):
    assert chunks_there(loaded) == {0, 1}
    assert load(residents=800, cases=300, seed=1, say=print) == Loaded(0, 0)
    assert load(residents=1000, cases=300, seed=1, say=print) == Loaded(200, 100)
    assert Resident.objects.count() == 1000 + 4  # and the demonstration's own family


def test_indexes_come_back_whatever_happens(huating):
    before = _indexes()
    with contextlib.suppress(KeyboardInterrupt), indexes_aside(large=True, say=print):
        assert "cases_of_resident" not in _indexes()
        raise KeyboardInterrupt
    assert _indexes() == before


def test_indexes_that_a_killed_load_left_out_are_made_by_the_next(huating):
    before = _indexes()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX queue, tasks_of_case")
    make_missing(print)
    assert _indexes() == before


def _indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
        return dict(cursor.fetchall())


@pytest.mark.parametrize(("residents", "cases"), [(0, 0), (10, -1), (10**8, 0), (1, 200)])
def test_an_order_that_cannot_be_is_refused(huating, residents, cases):
    with pytest.raises(ValueError, match="residents"):
        load(residents=residents, cases=cases, seed=1, say=print)


@pytest.mark.django_db(transaction=True)
def test_several_processes_write_what_one_would(huating, monkeypatch):
    monkeypatch.setattr(loading, "FEW", 0)
    assert load(residents=1200, cases=90, seed=1, say=print) == Loaded(1200, 90)
    assert (Resident.objects.count(), Case.objects.count()) == (1204, 90)


def test_the_command_opens_the_accounts_once_and_tells_what_it_found(huating, capsys):
    args = load_demo.argparse.Namespace(residents=300, cases=50, seed=1)
    assert load_demo.run(args) == load_demo.run(args) == 0
    first, second = capsys.readouterr().out.strip().splitlines()[-2:]
    assert first.startswith("Loaded 300 residents and 50 cases in ")
    assert second == "All 300 made-up residents are there already; nothing was added."
    resident = Account.objects.get(email="resident@huating.example").resident_id
    assert Case.objects.filter(resident_id=resident).count() == 2
