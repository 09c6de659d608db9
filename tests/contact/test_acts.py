"""What agencies and operators do with a matter, and what is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from onecity.common import clock
from onecity.common.actor import Actor
from onecity.contact import domain
from onecity.contact.domain.forgetting import forget_reporters
from onecity.contact.models import ContactEvent, ContactRequest, Survey, WorkOrder
from onecity.contact.queries.requests import file_for_office
from onecity.contact.refusals import (
    NoSuchUnit,
    NotAnswered,
    NotYours,
    OrderDone,
    OrderTaken,
    RequestEnded,
    TooLateToReopen,
)  # fmt: skip
from onecity.ledger.models import Entry
from onecity.notices.models import Letter, Notice


def orders_of(request, role="lead"):
    return WorkOrder.objects.get(request_id=request.id, role=role, state__in=WorkOrder.OPEN_STATES)


@pytest.fixture
def burst(centre, anybody):
    return domain.receive(channel="web", words="Pipe", topic="burst-pipe", actor=anybody).request


def told(words="Pipe", **more):
    return domain.receive(channel="web", words=words, topic="burst-pipe", actor=Actor(kind="reporter"), **more).request


def reporter_of(request):
    return Actor(kind="reporter", id=str(request.id))


def answer(request, hu, outcome="Mended."):
    return domain.answer_order(order_id=orders_of(request).id, outcome=outcome, actor=hu)


def test_another_unit_of_the_agency_goes_on(burst, hu, centre, huating):
    other = next(unit for unit in huating.agencies["water"].units if unit != "supply")
    domain.take_order(order_id=orders_of(burst).id, actor=hu)
    order = domain.hand_over(order_id=orders_of(burst).id, unit=other, reason="Sewage, not supply.", actor=hu)
    assert (order.unit, order.state, order.taken_by, order.due_at) == (other, "open", None, burst.due_at)
    with pytest.raises(NotYours):
        domain.take_order(order_id=order.id, actor=hu)


def test_no_unit_that_the_agency_has_not(burst, hu):
    with pytest.raises(NoSuchUnit):
        domain.hand_over(order_id=orders_of(burst).id, unit="moon", reason="Why not?", actor=hu)


def test_a_helper_tells_the_lead_and_the_request_stays_in_work(burst, hu):
    fire = Actor(kind="officer", id=hu.id, agency="fire-and-rescue", head=True, name="Ma")
    domain.answer_order(order_id=orders_of(burst, "helper").id, outcome="Road is closed.", actor=fire)
    burst.refresh_from_db()
    assert burst.state == "working"
    assert not ContactEvent.objects.get(kind="helper-done").public


def test_helpers_are_let_go_when_the_lead_has_answered(burst, hu):
    answer(burst, hu)
    assert set(WorkOrder.objects.values_list("role", "state")) == {("lead", "done"), ("helper", "cancelled")}


def test_an_agency_helps_once(burst, xu):
    domain.add_helper(request_id=burst.id, agency="transport", reason="Close the road.", actor=xu)
    with pytest.raises(OrderTaken):
        domain.add_helper(request_id=burst.id, agency="transport", reason="Again.", actor=xu)


def test_nobody_grants_herself_more_time(burst, hu, lu):
    domain.ask_extension(order_id=orders_of(burst).id, days=2, reason="Parts.", actor=lu)
    with pytest.raises(NotYours):
        domain.decide_extension(order_id=orders_of(burst).id, granted=True, actor=lu)


def test_refused_more_time_leaves_the_deadline(burst, hu, lu):
    domain.ask_extension(order_id=orders_of(burst).id, days=2, reason="Parts.", actor=hu)
    domain.decide_extension(order_id=orders_of(burst).id, granted=False, actor=lu)
    assert orders_of(burst).due_at == orders_of(burst).first_due_at


def test_what_is_answered_is_not_answered_again(burst, hu):
    order = answer(burst, hu)
    with pytest.raises(OrderDone):
        domain.answer_order(order_id=order.id, outcome="Twice.", actor=hu)


def test_nobody_but_the_reporter_says_that_it_is_solved(burst, hu, xu):
    with pytest.raises(NotAnswered):
        domain.confirm(request_id=burst.id, solved=True, actor=reporter_of(burst))
    answer(burst, hu)
    for other in (hu, xu, Actor(kind="reporter")):
        with pytest.raises(NotYours):
            domain.confirm(request_id=burst.id, solved=True, actor=other)
    domain.confirm(request_id=burst.id, solved=True, stars=4, actor=xu, door="call")
    assert Survey.objects.get().door == "call"


def test_an_answer_is_reopened_within_fifteen_days_only(burst, hu):
    answer(burst, hu)
    domain.confirm(request_id=burst.id, solved=True, actor=reporter_of(burst))
    with clock.set_to(clock.now() + timedelta(days=15, minutes=1)), pytest.raises(TooLateToReopen):
        domain.reopen(request_id=burst.id, reason="Wet again.", actor=reporter_of(burst))
    domain.reopen(request_id=burst.id, reason="Wet again.", actor=reporter_of(burst))
    assert orders_of(burst).agency == "water"


def test_what_an_article_answered_goes_to_a_person_when_it_is_not_solved(centre, anybody, xu):
    request = domain.receive(channel="web", words="Hello?", actor=anybody).request
    domain.answer_at_once(request_id=request.id, answer="article:no-water", actor=xu)
    domain.reopen(request_id=request.id, reason="That is not what I asked.", actor=reporter_of(request))
    request.refresh_from_db()
    assert (request.state, request.at_first_contact, request.reopened) == ("received", False, 1)


def test_sorting_an_answered_matter_anew_takes_the_answer_back(burst, hu, xu):
    answer(burst, hu)
    domain.sort_request(request_id=burst.id, topic="street-light", actor=xu)
    burst.refresh_from_db()
    assert (burst.state, burst.answered_at, burst.outcome) == ("working", None, "")


def test_whoever_reported_the_same_is_told_the_answer_too(burst, hu, xu):
    same = told("Pipe again", email="anna@example.org")
    Letter.objects.all().delete()
    domain.merge(request_id=same.id, into=burst.id, actor=xu)
    before = Letter.objects.count()
    answer(burst, hu)
    assert Letter.objects.count() == before + 1


def test_what_was_merged_by_mistake_is_sorted_again(burst, xu):
    same = told("Another street")
    domain.merge(request_id=same.id, into=burst.id, actor=xu)
    with pytest.raises(RequestEnded):
        domain.sort_request(request_id=same.id, topic="burst-pipe", actor=xu)
    domain.unlink(request_id=same.id, actor=xu)
    domain.sort_request(request_id=same.id, topic="burst-pipe", actor=xu)
    assert orders_of(same).agency == "water"


def test_part_of_a_larger_matter_and_no_longer(burst, xu):
    part = told("Next door")
    domain.set_parent(request_id=part.id, parent=burst.id, actor=xu)
    domain.unlink(request_id=part.id, actor=xu)
    part.refresh_from_db()
    assert (part.parent_id, part.state) == (None, "working")


def test_a_known_resident_reads_in_her_record_who_looked_and_who_acted(centre, resident, actor_of, hu):
    request = domain.receive(channel="web", words="Pipe", topic="burst-pipe", actor=actor_of(resident)).request
    file_for_office(request.id, hu)
    answer(request, hu)
    seen = Entry.objects.filter(resident_id=resident.id, what="report").order_by("id")
    assert list(seen.values_list("action", flat=True)) == ["submit", "read", "change"]
    assert set(Notice.objects.values_list("kind", flat=True)) == {"contact-received", "contact-answered"}


def test_history_names_officers_but_never_who_reported(centre, resident, actor_of, hu):
    request = domain.receive(channel="web", words="Pipe", topic="burst-pipe", actor=actor_of(resident)).request
    domain.take_order(order_id=orders_of(request).id, actor=hu)
    assert list(ContactEvent.objects.order_by("id").values_list("actor_name", flat=True)) == ["", "Hu Bo"]


def test_after_a_year_only_what_was_public_is_left(centre, anybody, xu):
    words = "Lamp broken, call Anna at 138 0013 8000"
    request = domain.receive(
        channel="web", words=words, place="Willow Lane 12, flat 502", lon=121.123456, lat=31.123456, actor=anybody
    ).request
    domain.refuse_request(request_id=request.id, reason="Not ours.", actor=xu)
    with clock.set_to(clock.now() + timedelta(days=366)):
        assert (forget_reporters(), forget_reporters()) == (1, 0)
    stored = ContactRequest.objects.get()
    assert (stored.words, stored.place) == (stored.public_words, stored.public_place)
    assert (stored.lon, stored.lat) == (121.123, 31.123)
    assert "138" not in stored.words


REFUSED = (
    "UPDATE contact_contactevent SET kind = 'x'",
    "DELETE FROM contact_contactevent",
    "TRUNCATE contact_contactevent",
    "UPDATE contact_contactrequest SET ended_at = now()",
    "UPDATE contact_contactrequest SET state = 'merged', ended_at = now()",
    "UPDATE contact_contactrequest SET topic = ''",
    "UPDATE contact_contactrequest SET lat = 91, lon = 0",
    "UPDATE contact_workorder SET role = 'lead'",
    "UPDATE contact_workorder SET agency = 'water'",
    "UPDATE contact_workorder SET state = 'taken'",
    "UPDATE contact_workorder SET state = 'done'",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_itself_refuses(burst, statement):
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
