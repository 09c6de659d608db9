"""What an operator sees and does."""

import pytest

from onecity.common.actor import Actor
from onecity.console.views.overview import safe
from onecity.contact import domain
from onecity.contact.domain import voicemails
from onecity.contact.domain.calls import ask_call_back, begin_call
from onecity.contact.models import ContactRequest, WorkOrder
from onecity.ledger.models import Entry

STRANGER = Actor(kind="reporter")


@pytest.fixture
def unsorted(centre):
    return domain.receive(channel="web", words="Hello?", actor=STRANGER).request


def text(answer):
    return answer.content.decode()


def test_what_nobody_could_sort_stands_in_the_queue(console, unsorted):
    assert unsorted.number in text(console.get("/console/"))


def test_choosing_a_topic_sends_it_and_leads_back_to_the_queue(console, unsorted):
    sent = {"act": "sort", "topic": "street-light", "back": "queue"}
    answer = console.post(f"/console/requests/{unsorted.id}/act", sent, follow=True)
    assert "It is on its way to the agency." in text(answer)
    assert WorkOrder.objects.get(request_id=unsorted.id).agency == "transport"


def test_typing_brings_topic_article_and_earlier_contacts(console):
    domain.receive(channel="phone", words="Lamp broken", phone="138 0013 8000", actor=STRANGER)
    answer = text(console.post("/console/suggest", {"words": "my tap is dry, burst pipe", "phone": "13800138000"}))
    assert "Burst water pipe" in answer
    assert "No water" in answer
    assert "From this number before" in answer


def test_a_contact_is_stored_with_its_number_told(console):
    answer = console.post("/console/new/", {"words": "The lamp is broken", "name": "Anna", "public": "1"}, follow=True)
    assert f"Tell the caller the number: {ContactRequest.objects.get().number}" in text(answer)


def test_an_article_answers_while_the_caller_is_on_the_line(console):
    console.post("/console/new/", {"words": "My tap is dry", "answer": "article:no-water"})
    assert ContactRequest.objects.get().at_first_contact


def test_empty_words_are_refused_and_nothing_typed_is_lost(console):
    answer = console.post("/console/new/", {"words": " ", "place": "Willow Street"})
    assert answer.status_code == 422
    assert "Willow Street" in text(answer)


def test_a_return_call_stores_what_the_reporter_says(console, unsorted, hu):
    domain.sort_request(request_id=unsorted.id, topic="burst-pipe", actor=Actor(kind="system"))
    order = WorkOrder.objects.get(request_id=unsorted.id, role="lead")
    domain.answer_order(order_id=order.id, outcome="Mended.", actor=hu)
    console.post(f"/console/requests/{unsorted.id}/act", {"act": "unsolved", "comment": "Still wet.", "stars": "1"})
    unsorted.refresh_from_db()
    assert (unsorted.state, unsorted.reopened) == ("working", 1)


def test_a_contact_is_found_by_the_number_read_aloud(console, unsorted):
    answer = console.post("/console/find", {"number": unsorted.number.lower()})
    assert answer.headers["Location"] == f"/console/requests/{unsorted.id}/"


def test_a_look_at_a_known_residents_contact_leaves_its_trace(console, resident):
    mei = Actor(kind="resident", resident=resident.id)
    request = domain.receive(channel="web", words="Lamp broken", actor=mei).request
    looks = Entry.objects.filter(resident_id=resident.id, actor_kind="operator").count()
    console.get(f"/console/requests/{request.id}/")
    assert Entry.objects.filter(resident_id=resident.id, actor_kind="operator").count() == looks + 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_of_the_table_is_a_formula(cell):
    assert safe(cell) == f"'{cell}"


def test_the_overview_and_its_table_count_the_same(console, unsorted, hu):
    domain.sort_request(request_id=unsorted.id, topic="burst-pipe", actor=Actor(kind="system"))
    assert "Water Authority" in text(console.get("/console/overview/"))
    assert "Water Authority,1," in text(console.get("/console/overview.csv"))


def test_a_voicemail_is_heard_and_written_down(console, centre):
    stored = voicemails.keep(line="sip", key="1", audio=b"RIFF", number="13800138000")
    request = voicemails.take_in(stored.id)
    page = text(console.get(f"/console/requests/{request.id}/"))
    assert f"/telephone/recordings/{stored.id}" in page
    console.post(f"/console/requests/{request.id}/act", {"act": "write-down", "words": "The street light is out"})
    request.refresh_from_db()
    assert (request.words, request.topic) == ("The street light is out", "street-light")


def test_words_that_a_machine_heard_are_marked_until_a_person_corrects_them(console, centre):
    stored = voicemails.keep(line="sip", key="1", audio=b"RIFF")
    request = voicemails.take_in(stored.id, "The street light is oud", 0.87)
    page = text(console.get(f"/console/requests/{request.id}/"))
    assert "The machine heard these words, 87" in page
    assert ">The street light is oud</textarea>" in page
    console.post(f"/console/requests/{request.id}/act", {"act": "write-down", "words": "The street light is out"})
    page = text(console.get(f"/console/requests/{request.id}/"))
    assert "The machine heard" not in page
    assert "The street light is out" in page


def test_who_waits_for_a_call_is_called_back_once(console, centre):
    call = begin_call(line="sip", key="2", number="13800138000")
    ask_call_back(call)
    assert "13800138000" in text(console.get("/console/calls/"))
    console.post(f"/console/calls/{call.id}/called-back")
    assert "I have called back" not in text(console.get("/console/calls/"))


def posted(console, request, **sent):
    return text(console.post(f"/console/requests/{request.id}/act", sent, follow=True))


@pytest.fixture
def two(centre):
    return [domain.receive(channel="web", words=w, topic="burst-pipe", actor=STRANGER).request for w in ("One", "Two")]


def test_a_part_and_its_whole_are_linked_from_either_side_and_taken_apart(console, two):
    whole, part = two
    assert "It is part of the larger one now." in posted(console, part, act="set-parent", number=whole.number)
    assert part.number in text(console.get(f"/console/requests/{whole.id}/"))
    assert "They no longer belong together." in posted(console, whole, act="unlink", number=part.number)
    assert "The other one is part of this one now." in posted(console, whole, act="add-part", number=part.number)
    assert "They no longer belong together." in posted(console, part, act="unlink")


def test_a_merge_is_seen_on_both_and_undone(console, two):
    first, second = two
    posted(console, second, act="merge", number=first.number)
    assert "Joined with this one" in text(console.get(f"/console/requests/{first.id}/"))
    assert f"{first.number}</a>, where it goes on." in text(console.get(f"/console/requests/{second.id}/"))
    posted(console, second, act="unlink")
    assert ContactRequest.objects.get(id=second.id).state == "received"


@pytest.mark.parametrize("act", ["unlink", "set-parent", "merge"])
def test_a_link_that_cannot_be_is_refused_in_words(console, unsorted, act):
    answer = console.post(f"/console/requests/{unsorted.id}/act", {"act": act, "number": unsorted.number})
    said = {"unlink": "It belongs to no other report."}.get(act, "Choose another report.")
    assert (answer.status_code, said in text(answer)) == (409, True)
