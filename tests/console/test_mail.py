"""Letters that the machine did not take in: operators see why, and nothing of them is lost."""

import pytest
from tests.api.open311.test_filing import photo
from tests.contact.test_incoming import letter
from tests.contact.test_mail import taken, with_files

from onecity.contact import mail
from onecity.contact.models import ContactRequest, Inbound, Picture
from onecity.contact.reporter import opened
from onecity.ledger.models import Entry


def text(answer):
    return answer.content.decode()


def by_hand(console, inbound, act="take-in", **sent):
    return console.post(f"/console/mail/{inbound.id}/{act}", sent, follow=True)


@pytest.fixture
def bounced(centre):
    return taken(letter(Auto_Submitted="auto-replied", Subject="Out of office"))


@pytest.fixture
def failed(centre, monkeypatch):
    """One that our program failed to read."""
    with monkeypatch.context() as patch:
        patch.setattr(mail, "receive", lambda **_: 1 / 0)
        inbound = mail.store(with_files(photo().read()).as_bytes())
        for _ in range(mail.MOST_TRIES):
            mail.take_in(inbound.id)
    return Inbound.objects.get(id=inbound.id)


def test_operators_see_why_a_letter_was_not_taken_in(console, failed):
    listed = text(console.get("/console/mail/"))
    assert "Our program failed to read it." in listed
    assert "li.na@mail.example" in listed
    assert "The lamp in Willow Lane is dark." in text(console.get(f"/console/mail/{failed.id}/"))


def test_what_machines_wrote_is_shown_when_asked_for(console, bounced):
    assert "Out of office" not in text(console.get("/console/mail/"))
    assert "A machine wrote it." in text(console.get("/console/mail/", {"robots": "1"}))


def test_it_is_taken_in_by_hand_once_with_its_pictures(console, failed):
    answer = by_hand(console, failed, words="The lamp in Willow Lane is dark.", topic="street-light")
    request = ContactRequest.objects.get()
    assert f"taken in as {request.number}." in text(answer)
    assert (request.channel, request.topic, request.is_public) == ("email", "street-light", False)
    assert (opened(request.reporter).email, Picture.objects.count()) == ("li.na@mail.example", 1)
    assert Inbound.objects.get().request_id == request.id
    assert by_hand(console, failed, words="Again").status_code == 404


def test_a_machine_is_not_answered(console, bounced):
    by_hand(console, bounced, words="The lamp is dark.")
    assert ContactRequest.objects.get().email_mark is None


def test_without_words_it_stays(console, failed):
    answer = by_hand(console, failed, words=" ")
    assert (answer.status_code, "Say in a few words what it is about." in text(answer)) == (422, True)
    assert Inbound.objects.get().state == Inbound.REFUSED


def test_what_is_put_aside_is_kept_and_listed_no_more(console, failed):
    by_hand(console, failed, act="put-aside")
    assert "li.na@mail.example" not in text(console.get("/console/mail/"))
    assert bytes(Inbound.objects.get().raw) != b""


def test_what_waits_or_was_taken_in_is_not_here(console, centre):
    inbound = taken(letter())
    assert console.get(f"/console/mail/{inbound.id}/").status_code == 404


def test_a_letter_of_which_only_the_headers_came_is_listed(console, centre):
    inbound = mail.store_too_large(b"From: Li <li@mail.example>\r\nSubject: Film\r\n\r\n", 30_000_000)
    mail.take_in(inbound.id)
    listed = text(console.get("/console/mail/"))
    assert "Film" in listed
    assert "28.6\xa0MB" in listed


def test_reading_a_letter_leaves_its_trace(console, failed):
    console.get(f"/console/mail/{failed.id}/")
    assert Entry.objects.filter(actor_kind="operator", action="read", what="letter").count() == 1
