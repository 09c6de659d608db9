"""Loading the demonstration: everything is there, and everything could have been filed."""

import pytest

from onecity.applications.models import Case, Event, Task
from onecity.catalogue import queries as catalogue
from onecity.common.clock import today
from onecity.demo.chunks import write_chunks
from onecity.demo.load import Order
from onecity.forms.answers import check
from onecity.people.models import Mandate, Resident


@pytest.fixture
def loaded(huating):
    write_chunks(Order(residents=400, cases=200, seed=1, start=today()), 0, 1, None)


def test_residents_and_cases_are_there_and_labelled(loaded):
    assert Resident.objects.filter(made_up=True).count() >= 400
    assert Case.objects.filter(made_up=True).count() == 200
    assert Mandate.objects.exists()


def test_every_case_has_its_first_event_and_its_tasks(loaded):
    ids = set(Case.objects.values_list("id", flat=True))
    assert set(Event.objects.filter(kind="submitted").values_list("case_id", flat=True)) == ids
    assert set(Task.objects.values_list("case_id", flat=True)) == ids


def test_open_cases_wait_in_a_queue(loaded):
    for case in Case.objects.filter(state=Case.OPEN):
        assert Task.objects.filter(case_id=case.id, state=Task.READY, automatic=False).count() == 1


def test_made_up_answers_are_such_as_the_form_takes(loaded):
    wrong = [(case.service, found) for case in Case.objects.all()[:60] if (found := _wrong(case))]
    assert len(wrong) < 20  # residents without a record of a register have nothing to say there


def _wrong(case):
    service = catalogue.get_version(case.version_id)
    return {code: words for code, words in check(service, case.answers).items() if "Answer this" not in words}
