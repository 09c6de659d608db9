"""Working on a task at the desk."""

import pytest

from onecity.applications import domain as applications
from onecity.applications.models import Case, Message, Task


@pytest.fixture
def task(case):
    applications.advance_case(case.id)
    return Task.objects.get(case_id=case.id, state=Task.READY)


@pytest.fixture
def desk(officer, signed_in):
    return signed_in(officer)


@pytest.fixture
def taken(desk, task):
    desk.post(f"/desk/tasks/{task.id}/take")
    return task


def shown(client, task):
    return client.get(f"/desk/tasks/{task.id}/").content.decode()


def test_take_and_give_back(desk, task, officer):
    desk.post(f"/desk/tasks/{task.id}/take")
    assert Task.objects.get(id=task.id).taken_by == officer.pk
    desk.post(f"/desk/tasks/{task.id}/release")
    assert Task.objects.get(id=task.id).state == Task.READY


def test_a_colleague_is_told_who_has_it(taken, new_officer, signed_in):
    colleague = signed_in(new_officer(name="Gao Lin"))
    answer = colleague.post(f"/desk/tasks/{taken.id}/take", follow=True).content.decode()
    assert "Chen Wei is working on this task" in answer


def test_before_a_decision_is_stored_the_officer_reads_what_the_resident_will(desk, taken):
    form = {"outcome": "refuse", "reason": "The address is not yours."}
    page = desk.post(f"/desk/tasks/{taken.id}/decide", form).content.decode()
    assert "The resident will read this" in page
    assert "The application was refused. The address is not yours." in page
    assert Case.objects.get(id=taken.case_id).state == Case.OPEN


def test_a_confirmed_decision_ends_the_case(desk, taken):
    form = {"outcome": "pass", "reason": "All is in order.", "confirmed": "1"}
    assert desk.post(f"/desk/tasks/{taken.id}/decide", form).status_code == 302
    assert Case.objects.get(id=taken.case_id).state == Case.GRANTED


def test_a_decision_without_an_outcome_decides_nothing_and_keeps_the_reason(desk, taken):
    answer = desk.post(f"/desk/tasks/{taken.id}/decide", {"reason": "My long reason", "confirmed": "1"})
    assert answer.status_code == 422
    assert "My long reason" in answer.content.decode()
    assert Case.objects.get(id=taken.case_id).state == Case.OPEN


def test_the_second_decision_is_refused_and_says_who_was_first(taken, desk, head, signed_in):
    form = {"outcome": "pass", "reason": "Fine.", "confirmed": "1"}
    desk.post(f"/desk/tasks/{taken.id}/decide", form)
    answer = signed_in(head).post(f"/desk/tasks/{taken.id}/decide", form | {"outcome": "refuse"})
    assert answer.status_code == 409
    assert "Chen Wei passed this task" in answer.content.decode()
    assert Case.objects.get(id=taken.case_id).state == Case.GRANTED


def test_asking_for_more_stops_the_clock_and_shows_it(desk, taken):
    desk.post(f"/desk/tasks/{taken.id}/ask", {"text": "Please send the lease."})
    assert Message.objects.get(case_id=taken.case_id).text == "Please send the lease."
    assert "clock stands" in shown(desk, taken)


def test_what_was_typed_stays_when_it_is_refused(desk, taken):
    long = "x" * 6000
    answer = desk.post(f"/desk/tasks/{taken.id}/ask", {"text": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()


def test_handing_over_to_another_agency(desk, taken, other_agency_officer, signed_in, huating):
    unit = huating.agencies["water"].intake
    desk.post(f"/desk/tasks/{taken.id}/hand-over", {"unit": f"water/{unit}", "reason": "Theirs."})
    assert taken.case_number in signed_in(other_agency_officer).get("/desk/").content.decode()
    assert taken.case_number not in desk.get("/desk/").content.decode()


def test_only_a_head_assigns(desk, task, head, officer, signed_in):
    form = {"person": str(officer.pk)}
    desk.post(f"/desk/tasks/{task.id}/assign", form)
    assert Task.objects.get(id=task.id).taken_by is None
    signed_in(head).post(f"/desk/tasks/{task.id}/assign", form)
    assert Task.objects.get(id=task.id).taken_by == officer.pk


def test_a_decision_needs_a_fresh_proof_of_who_decides(desk, taken):
    session = desk.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0}]
    session.save()
    answer = desk.post(f"/desk/tasks/{taken.id}/decide", {"outcome": "pass", "reason": "Fine.", "confirmed": "1"})
    assert (answer.status_code, "reauthenticate" in answer.headers["Location"]) == (302, True)
    assert Case.objects.get(id=taken.case_id).state == Case.OPEN
