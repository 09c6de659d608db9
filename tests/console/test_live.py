"""Lists that look again by themselves: light, and honest about what was looked at."""

import time

import pytest

from onecity.common.actor import Actor
from onecity.contact import domain
from onecity.contact.domain.calls import ask_call_back, begin_call
from onecity.contact.models import ContactRequest
from onecity.identity import sessions
from onecity.ledger.models import Entry

STRANGER = Actor(kind="reporter")
AGAIN = {"HX-Request": "true", "X-Watch": "1"}


def unsorted(district=""):
    request = domain.receive(channel="web", words="Hello?", actor=STRANGER).request
    ContactRequest.objects.filter(id=request.id).update(district=district)
    return request


def mark(answer):
    return answer.content.decode().split('name="seen" value="')[1].split('"')[0]


@pytest.mark.parametrize("path", ["/console/", "/console/calls/"])
def test_nothing_is_sent_while_nothing_changes(console, path):
    unsorted()
    seen = mark(console.get(path))
    again = console.get(path, {"seen": seen}, headers=AGAIN)
    assert (again.status_code, again.content) == (204, b"")


def test_a_new_contact_comes_with_the_list_alone(console):
    seen, new = mark(console.get("/console/")), unsorted()
    again = console.get("/console/", {"seen": seen}, headers=AGAIN)
    assert (again.status_code, new.number in again.content.decode()) == (200, True)
    assert "<html" not in again.content.decode()


def test_a_call_comes_with_the_list_alone(console):
    seen = mark(console.get("/console/calls/"))
    ask_call_back(begin_call(line="sip", key="9", number="13800138000"))
    assert "13800138000" in console.get("/console/calls/", {"seen": seen}, headers=AGAIN).content.decode()


def test_a_contact_is_looked_at_again_only_when_something_happened(console, resident):
    mei = Actor(kind="resident", resident=resident.id)
    request = domain.receive(channel="web", words="Lamp broken", actor=mei).request
    path = f"/console/requests/{request.id}/"
    seen = mark(console.get(path))
    looks = Entry.objects.filter(actor_kind="operator").count()
    assert console.get(path, {"seen": seen}, headers=AGAIN).status_code == 204
    assert Entry.objects.filter(actor_kind="operator").count() == looks
    domain.add_words(request_id=request.id, text="It is number 12.", actor=mei)
    assert "It is number 12." in console.get(path, {"seen": seen}, headers=AGAIN).content.decode()
    assert Entry.objects.filter(actor_kind="operator").count() == looks + 1


def test_a_page_that_is_left_open_does_not_keep_the_session(console, monkeypatch):
    console.get("/console/")
    begun = console.session[sessions.SEEN]
    monkeypatch.setattr(time, "time", lambda: begun + 100)
    console.get("/console/", headers=AGAIN)
    assert console.session[sessions.SEEN] == begun
    console.get("/console/")
    assert console.session[sessions.SEEN] == begun + 100


def test_the_queue_of_one_district(console):
    here, there = unsorted("lakeside"), unsorted("harbour")
    answer = console.get("/console/", {"district": "lakeside"}).content.decode()
    assert (here.number in answer, there.number in answer) == (True, False)
    assert 'hx-get="/console/?district=lakeside"' in answer
