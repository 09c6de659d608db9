"""One larger matter with parts: they are answered with it, and each reporter has her own last word."""

import pytest
from tests.contact.test_acts import answer, orders_of, reporter_of, told

from onecity.common.actor import Actor
from onecity.common.errors import Invalid
from onecity.contact import domain
from onecity.contact.models import ContactEvent, ContactRequest, WorkOrder
from onecity.contact.queries.linked import linked_with
from onecity.contact.refusals import NotYours, RequestEnded
from onecity.notices.models import Letter


@pytest.fixture
def whole(centre):
    return told("The whole street is without water")


@pytest.fixture
def part(whole, xu):
    return domain.set_parent(request_id=told("No water in number 5").id, parent=whole.id, actor=xu)


def unsorted():
    return domain.receive(channel="phone", words="Hello?", actor=Actor(kind="reporter")).request


def now(request):
    return ContactRequest.objects.get(id=request.id)


def test_the_answer_to_the_whole_answers_its_parts(whole, part, hu):
    answer(whole, hu, "The main is mended.")
    assert (now(part).state, now(part).outcome) == ("answered", "The main is mended.")
    assert WorkOrder.objects.get(request_id=part.id, role="lead").state == "done"
    assert WorkOrder.objects.get(request_id=part.id, role="helper").state == "cancelled"
    assert ContactEvent.objects.filter(request_id=part.id, kind="answered").count() == 1


def test_whoever_reported_a_part_is_told(whole, xu, hu):
    part = told("No water", email="anna@example.org")
    domain.set_parent(request_id=part.id, parent=whole.id, actor=xu)
    before = Letter.objects.count()
    answer(whole, hu)
    assert Letter.objects.count() == before + 1


def test_a_part_that_is_not_solved_goes_back_alone(whole, part, hu):
    answer(whole, hu)
    domain.confirm(request_id=part.id, solved=False, comment="Still dry.", actor=reporter_of(part))
    assert (now(part).state, now(whole).state) == ("working", "answered")


def test_a_part_that_another_agency_has_is_left_to_it(whole, xu, hu):
    lamp = domain.receive(channel="web", words="Dark", topic="street-light", actor=reporter_of(whole)).request
    domain.set_parent(request_id=lamp.id, parent=whole.id, actor=xu)
    answer(whole, hu)
    assert now(lamp).state == "working"


def test_what_nobody_has_sorted_goes_where_the_whole_went(whole, xu):
    part = domain.set_parent(request_id=unsorted().id, parent=whole.id, actor=xu)
    assert (part.state, part.topic, orders_of(part).agency) == ("working", "burst-pipe", "water")


def test_parts_of_what_is_not_sorted_take_its_topic_with_the_answer(centre, xu, hu):
    whole, part = unsorted(), unsorted()
    domain.set_parent(request_id=part.id, parent=whole.id, actor=xu)
    domain.sort_request(request_id=whole.id, topic="burst-pipe", actor=xu)
    answer(whole, hu)
    assert (now(part).state, now(part).topic) == ("answered", "burst-pipe")


def test_there_are_no_parts_of_parts(whole, part, xu):
    other = told()
    with pytest.raises(Invalid, match="part of a larger matter itself"):
        domain.set_parent(request_id=other.id, parent=part.id, actor=xu)
    with pytest.raises(Invalid, match="Others are part of this one"):
        domain.set_parent(request_id=whole.id, parent=other.id, actor=xu)
    with pytest.raises(Invalid, match="belongs to this one already"):
        domain.set_parent(request_id=whole.id, parent=part.id, actor=xu)


def test_a_whole_with_parts_is_not_merged_away(whole, part, xu):
    with pytest.raises(Invalid, match="Others are part of this one"):
        domain.merge(request_id=whole.id, into=told().id, actor=xu)


def test_what_is_closed_is_no_part(whole, part, xu, hu):
    closed = domain.refuse_request(request_id=told().id, reason="Of the next city.", actor=xu)
    with pytest.raises(RequestEnded):
        domain.set_parent(request_id=closed.id, parent=whole.id, actor=xu)


def test_an_officer_links_nothing(whole, hu):
    with pytest.raises(NotYours):
        domain.set_parent(request_id=told().id, parent=whole.id, actor=hu)


def test_what_belongs_together_is_seen_from_both_sides(whole, part, xu):
    same = domain.merge(request_id=told().id, into=whole.id, actor=xu)
    assert ([r.id for r in linked_with(whole).parts], [r.id for r in linked_with(whole).same]) == ([part.id], [same.id])
    assert linked_with(part).parent == whole
    assert linked_with(same).into == whole
    assert linked_with(told()) == type(linked_with(part))(None, None, [], [])


def test_the_whole_tells_what_was_added_to_it(whole, part):
    assert ContactEvent.objects.get(request_id=whole.id, kind="part-added").data == {"number": part.number}
