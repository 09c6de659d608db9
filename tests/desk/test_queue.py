"""The officer's queue and the working page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onecity.applications import domain as applications
from onecity.applications.models import Task
from onecity.common import clock
from onecity.ledger.models import Entry


@pytest.fixture
def task(case):
    applications.advance_case(case.id)
    return Task.objects.get(case_id=case.id, state=Task.READY)


@pytest.fixture
def desk(officer, signed_in):
    return signed_in(officer)


def test_a_stranger_is_sent_to_sign_in_and_a_resident_is_refused(client, resident, signed_in):
    assert client.get("/desk/").status_code == 302
    assert signed_in(resident).get("/desk/").status_code == 403


def test_the_queue_shows_what_is_due(desk, task, case):
    page = desk.get("/desk/").content.decode()
    assert case.number in page
    assert "Get a residence certificate" in page


def test_an_overdue_task_is_marked(desk, task):
    Task.objects.filter(id=task.id).update(due_on=clock.today() - timedelta(days=4))
    assert "desk-chip--late" in desk.get("/desk/").content.decode()
    assert "overdue since" in desk.get("/desk/?overdue=1").content.decode()


def test_an_empty_queue_says_what_will_be_there(desk):
    assert "Nothing to do here" in desk.get("/desk/").content.decode()


def test_another_agency_sees_nothing_of_it(task, case, other_agency_officer, signed_in):
    other = signed_in(other_agency_officer)
    assert case.number not in other.get("/desk/").content.decode()
    assert other.get(f"/desk/tasks/{task.id}/").status_code == 404
    assert other.get(f"/desk/cases/{case.id}/").status_code == 404


def test_reading_a_case_is_written_down(desk, task, case, officer):
    assert desk.get(f"/desk/tasks/{task.id}/").status_code == 200
    assert Entry.objects.filter(case_id=case.id, action="read", actor_id=str(officer.pk)).count() == 1


def test_the_case_shows_answers_with_their_source(desk, task):
    page = desk.get(f"/desk/tasks/{task.id}/").content.decode()
    assert "林晓梅" in page
    assert "as in the" in page


@pytest.mark.parametrize("address", ["/desk/", "/desk/tasks/{task}/", "/desk/corrections/", "/desk/alerts/"])
def test_pages_cost_few_queries(desk, task, address):
    desk.get("/desk/")
    with CaptureQueriesContext(connection) as caught:
        assert desk.get(address.format(task=task.id)).status_code == 200
    asked = [query["sql"] for query in caught if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 12, asked


def test_a_case_is_found_by_its_number_however_it_is_typed(desk, case, task):
    typed = case.number.lower().replace("-", " ", 2).replace(" ", "-", 1)
    assert desk.post("/desk/cases/", {"number": typed}).headers["Location"] == f"/desk/cases/{case.id}/"
    assert desk.post("/desk/cases/", {"number": "HT-0000-0000-X"}).headers["Location"] == "/desk/"
