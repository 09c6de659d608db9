"""Corrections, ratings and services at the desk."""

import pytest

from onecity.applications import domain as applications
from onecity.applications.models import Case, Rating, Task
from onecity.registers import domain as registers
from onecity.registers.models import Correction, Record


@pytest.fixture
def desk(officer, signed_in):
    return signed_in(officer)


def test_a_reported_mistake_is_mended_from_the_list(desk, resident, actor_of):
    correction = registers.dispute(
        resident_id=resident.id,
        register="population",
        attribute="address",
        should_be="1 New Street",
        actor=actor_of(resident),
    )
    assert "1 New Street" in desk.get("/desk/corrections/").content.decode()
    desk.post(f"/desk/corrections/{correction.id}", {"verdict": "mend", "answer": "Mended, thank you."})
    assert Correction.objects.get().state == Correction.MENDED
    assert Record.objects.get(resident_id=resident.id, register="population").data["address"] == "1 New Street"


def test_a_bad_rating_waits_for_an_answer_and_gets_it(desk, case, resident, officer, actor_of):
    applications.advance_case(case.id)
    task = Task.objects.get(case_id=case.id, state=Task.READY)
    applications.take_task(task_id=task.id, actor=actor_of(officer))
    applications.decide_task(task_id=task.id, outcome="pass", reason="Fine.", actor=actor_of(officer))
    rating = applications.rate_case(case_id=case.id, stars=1, comment="Too slow for me", actor=actor_of(resident))
    assert "Too slow for me" in desk.get("/desk/ratings/").content.decode()
    desk.post(f"/desk/ratings/{rating.id}", {"text": "We are sorry and have hired."})
    assert Rating.objects.get().answer == "We are sorry and have hired."
    assert Case.objects.get(id=case.id).state == Case.GRANTED


def test_a_designer_sees_services_with_their_versions_and_no_case(designer, signed_in, case):
    client = signed_in(designer)
    assert "residence-certificate.apply" in client.get("/desk/services/").content.decode()
    page = client.get("/desk/services/residence-certificate.apply/").content.decode()
    assert "population.full_name" in page
    assert client.get(f"/desk/cases/{case.id}/").status_code in (403, 404)
