"""One matter from the first words to "it is solved", and back again."""

from onecity.common.actor import Actor
from onecity.contact import domain
from onecity.contact.models import ContactEvent, ContactRequest, WorkOrder


def lead_of(request):
    return WorkOrder.objects.get(request_id=request.id, role="lead", state__in=WorkOrder.OPEN_STATES)


def kinds_of(request):
    return list(ContactEvent.objects.filter(request_id=request.id).order_by("id").values_list("kind", flat=True))


def test_a_burst_pipe_goes_to_the_water_authority_by_itself(centre, anybody):
    request = domain.receive(
        channel="web", words="The water main has broken, a leak in the road", actor=anybody
    ).request
    assert (request.topic, request.agency, request.state, request.urgent) == ("burst-pipe", "water", "working", True)
    assert (lead_of(request).unit, lead_of(request).due_at) == ("supply", request.due_at)
    assert WorkOrder.objects.filter(request_id=request.id, role="helper").get().agency == "fire-and-rescue"


def test_what_nobody_can_tell_waits_for_a_person(centre, anybody, xu):
    request = domain.receive(channel="web", words="Hello?", actor=anybody).request
    assert (request.state, request.topic) == ("received", "")
    sorted_ = domain.sort_request(request_id=request.id, topic="street-light", actor=xu)
    assert (sorted_.state, sorted_.agency, sorted_.topic_by) == ("working", "transport", "operator")


def test_answered_is_not_solved_and_the_reporter_has_the_last_word(centre, anybody, hu):
    received = domain.receive(channel="web", words="Water main broken", actor=anybody)
    request, reporter = received.request, Actor(kind="reporter", id=str(received.request.id))
    domain.take_order(order_id=lead_of(request).id, actor=hu)
    domain.answer_order(order_id=lead_of(request).id, outcome="The pipe is closed.", actor=hu)
    request.refresh_from_db()
    assert (request.state, request.outcome, request.ended_at) == ("answered", "The pipe is closed.", None)
    domain.confirm(request_id=request.id, solved=False, comment="It still leaks.", stars=2, actor=reporter)
    assert lead_of(request).state == "open"
    domain.answer_order(order_id=lead_of(request).id, outcome="A new pipe.", actor=hu)
    domain.confirm(request_id=request.id, solved=True, stars=5, actor=reporter)
    request.refresh_from_db()
    assert (request.state, request.reopened) == ("solved", 1)
    assert kinds_of(request) == ["received", "taken", "answered", "reopened", "answered", "solved"]


def test_what_came_to_the_wrong_agency_is_handed_back_and_sorted_again(centre, anybody, hu, xu):
    request = domain.receive(channel="web", words="Water main broken", actor=anybody).request
    domain.hand_back(order_id=lead_of(request).id, reason="This is a lamp.", actor=hu)
    assert ContactRequest.objects.get().state == "received"
    domain.sort_request(request_id=request.id, topic="street-light", actor=xu)
    assert lead_of(request).agency == "transport"


def test_more_time_is_granted_by_somebody_else(centre, anybody, hu, lu):
    request = domain.receive(channel="web", words="Water main broken", actor=anybody).request
    before = request.due_at
    domain.ask_extension(order_id=lead_of(request).id, days=3, reason="The part is missing.", actor=hu)
    assert lead_of(request).due_at == before
    domain.decide_extension(order_id=lead_of(request).id, granted=True, actor=lu)
    request.refresh_from_db()
    assert request.due_at == lead_of(request).due_at > before


def test_an_article_answers_at_once(centre, anybody, xu):
    request = domain.receive(channel="operator", words="My tap is dry", actor=xu).request
    done = domain.answer_at_once(request_id=request.id, answer="article:no-water", actor=xu)
    assert done.at_first_contact
    assert not WorkOrder.objects.filter(state__in=WorkOrder.OPEN_STATES).exists()


def test_the_same_key_by_the_same_door_is_stored_once(centre, anybody):
    one = domain.receive(channel="email", words="Lamp broken", key="<1@example>", actor=anybody)
    two = domain.receive(channel="email", words="Lamp broken", key="<1@example>", actor=anybody)
    assert (one.request.id, two.token) == (two.request.id, "")


def test_who_reported_is_sealed_and_out_of_the_public_words(centre, anybody):
    from onecity.contact.reporter import opened, phone_mark

    words = "Lamp broken. My name is Anna Berg, call 138 0013 8000 or anna@example.org, flat 12"
    request = domain.receive(channel="web", words=words, name="Anna Berg", phone="138 0013 8000", actor=anybody).request
    stored = ContactRequest.objects.get(id=request.id)
    assert opened(stored.reporter).name == "Anna Berg"
    assert bytes(stored.phone_mark) == phone_mark("+86 13800138000")
    assert not any(secret in stored.public_words for secret in ("Anna", "138", "anna@", "12"))
