"""Following a case."""

import pytest

from onecity.applications import domain as applications
from onecity.applications.models import Case, Message, Rating, Task


@pytest.fixture
def at_the_office(case, officer, actor_of):
    """The officer has taken the case."""
    applications.advance_case(case.id)
    task = Task.objects.get(case_id=case.id, state=Task.READY)
    applications.take_task(task_id=task.id, actor=actor_of(officer))
    return task


@pytest.fixture
def asked(at_the_office, officer, actor_of):
    applications.ask_more(task_id=at_the_office.id, text="Please send your contract.", actor=actor_of(officer))


@pytest.fixture
def granted(at_the_office, officer, actor_of):
    applications.decide_task(task_id=at_the_office.id, outcome="pass", reason="All is well.", actor=actor_of(officer))


def test_a_case_says_what_comes_next_who_has_it_and_until_when(home, case, at_the_office, words):
    page = words(home.get(f"/cases/{case.id}/"))
    assert case.number in page
    assert "Decision" in page
    assert "Public Security Bureau, until" in page


def test_a_case_is_nobody_elses(case, other_resident, signed_in):
    stranger = signed_in(other_resident)
    for address in (f"/cases/{case.id}/", f"/cases/{case.id}/receipt/", f"/cases/{case.id}/withdraw/"):
        assert stranger.get(address).status_code == 404
    for address in ("message", "more", "rate"):
        assert stranger.post(f"/cases/{case.id}/{address}", {"text": "x"}).status_code == 404


def test_a_message_reaches_the_case(home, case):
    home.post(f"/cases/{case.id}/message", {"text": "I have moved."})
    assert Message.objects.get().text == "I have moved."


def test_an_empty_message_is_refused_beside_its_field(home, case, words):
    answer = home.post(f"/cases/{case.id}/message", {"text": " "})
    assert answer.status_code == 422
    assert not Message.objects.exists()
    assert 'id="text-error"' in answer.content.decode()


def test_what_the_office_asks_is_answered_on_the_page(home, case, asked, words):
    assert "Please send your contract." in words(home.get(f"/cases/{case.id}/"))
    home.post(f"/cases/{case.id}/more", {"answer": "Here it is, in words."})
    assert Case.objects.get().state == Case.OPEN


def test_withdrawing_asks_first(home, case, words):
    assert "Withdraw this application?" in words(home.get(f"/cases/{case.id}/withdraw/"))
    assert Case.objects.get().state == Case.OPEN
    home.post(f"/cases/{case.id}/withdraw/")
    assert Case.objects.get().state == Case.WITHDRAWN


def test_a_decision_brings_a_certificate_into_the_wallet(home, case, granted, words):
    from onecity.certificates.models import Certificate

    assert "Your certificate is ready" in words(home.get(f"/cases/{case.id}/"))
    page = home.get("/certificates/").content.decode()
    assert "Residence certificate" in page
    assert f"/verify/{Certificate.objects.get().code}/" in page
    assert "<svg" in page


def test_a_rating_is_given_once_and_shown_with_the_service(home, case, granted, client, words):
    home.post(f"/cases/{case.id}/rate", {"stars": "4", "comment": "Quick and kind"})
    assert Rating.objects.get().stars == 4
    assert "How did it go?" not in words(home.get(f"/cases/{case.id}/"))
    public = words(client.get("/services/residence-certificate.apply/"))
    assert "Quick and kind" in public
    assert "林晓梅" not in public


def test_a_rating_without_stars_keeps_the_comment(home, case, granted):
    answer = home.post(f"/cases/{case.id}/rate", {"comment": "Quick and kind"})
    assert answer.status_code == 422
    assert "Quick and kind" in answer.content.decode()


def test_the_list_is_empty_in_words(home, words):
    assert "Nothing sent yet" in words(home.get("/cases/"))
