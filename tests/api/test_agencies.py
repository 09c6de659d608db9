from tests.api.conftest import Caller

from onecity.applications.domain import advance_case
from onecity.applications.models import Case
from onecity.ledger.models import Entry

REASON = {"outcome": "pass", "reason": "All is in order."}


def task_of(police, filed):
    advance_case(Case.objects.get(id=filed["id"]).id)
    (task,) = police.get("/agency/tasks").json()["items"]
    return task


def test_an_agency_takes_and_decides_a_task(mei, police, filed):
    task = task_of(police, filed)
    assert (task["step"], task["number"], task["state"]) == ("decide", filed["number"], "ready")
    assert police.post(f"/agency/tasks/{task['id']}/take").json()["state"] == "taken"
    assert police.post(f"/agency/tasks/{task['id']}/decide", REASON).json()["state"] == "passed"
    assert mei.get(f"/cases/{filed['id']}").json()["state"] == "granted"


def test_a_task_that_was_not_taken_is_not_decided(police, filed):
    task = task_of(police, filed)
    answer = police.post(f"/agency/tasks/{task['id']}/decide", REASON)
    assert (answer.status_code, answer.json()["code"]) == (409, "task-not-taken")


def test_a_second_decision_is_told_who_made_the_first(police, filed):
    task = task_of(police, filed)
    police.post(f"/agency/tasks/{task['id']}/take")
    police.post(f"/agency/tasks/{task['id']}/decide", REASON)
    answer = police.post(f"/agency/tasks/{task['id']}/decide", {"outcome": "refuse", "reason": "No."})
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("Police system passed this task on ")


def test_another_agency_finds_nothing(police, water, filed):
    task = task_of(police, filed)
    assert water.get("/agency/tasks").json()["items"] == water.get("/agency/cases").json()["items"] == []
    assert water.get(f"/agency/cases/{filed['id']}").status_code == 404
    assert water.post(f"/agency/tasks/{task['id']}/take").status_code == 404
    assert water.post(f"/agency/tasks/{task['id']}/decide", REASON).status_code == 404


def test_a_resident_finds_no_agency(mei, filed):
    assert mei.get("/agency/tasks").status_code == 403
    assert mei.get(f"/agency/cases/{filed['id']}").status_code == 403


def test_a_session_opens_no_agency(officer, signed_in, filed):
    assert signed_in(officer).get("/api/v1/agency/tasks").status_code == 401


def test_cases_of_an_agency_by_state_page_by_page(police, filed):
    assert [each["id"] for each in police.get("/agency/cases?state=open").json()["items"]] == [filed["id"]]
    assert police.get("/agency/cases?state=granted").json() == {"items": [], "after": ""}
    assert police.get("/agency/cases?state=lost").status_code == 422


def test_every_look_of_an_agency_is_in_the_ledger(police, filed):
    police.get(f"/agency/cases/{filed['id']}")
    entry = Entry.objects.get(action="read", what="case")
    assert (entry.actor_kind, entry.agency, entry.case_id) == ("client", "public-security", Case.objects.get().id)


def test_a_case_costs_few_queries(police, filed, django_assert_max_num_queries):
    with django_assert_max_num_queries(12 + 2):
        assert police.get(f"/agency/cases/{filed['id']}").status_code == 200


def test_a_token_of_an_agency_that_is_none(nobody):
    assert isinstance(nobody, Caller)
    assert nobody.get("/agency/tasks").status_code == 401
