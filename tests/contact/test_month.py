"""What came in during a month: counted once by each view of it."""

from datetime import timedelta

from onecity.common import clock
from onecity.contact import domain
from onecity.contact.models import WorkOrder
from onecity.contact.queries.month import came_in


def month():
    return came_in(clock.now() - timedelta(days=1), clock.now() + timedelta(days=1))


def test_channels_topics_and_groups_count_the_same_contacts(centre, anybody):
    for channel, topic in (("web", "street-light"), ("phone", "street-light"), ("phone", "burst-pipe")):
        domain.receive(channel=channel, words="It is broken", topic=topic, actor=anybody)
    found = month()
    assert [(part.code, part.contacts) for part in found.channels] == [("phone", 2), ("web", 1)]
    assert [(part.code, part.contacts) for part in found.topics] == [("street-light", 2), ("burst-pipe", 1)]
    assert found.whole.contacts == sum(count for _group, count in found.groups) == 3


def test_what_an_article_answered_is_answered_at_once(centre, anybody, xu):
    request = domain.receive(channel="web", words="Hello?", actor=anybody).request
    domain.answer_at_once(request_id=request.id, answer="article:no-water", actor=xu)
    assert (month().whole.at_once, month().whole.waiting) == (1, 0)


def test_the_hours_to_the_answer_are_the_median(centre, anybody, hu):
    request = domain.receive(channel="web", words="It burst", topic="burst-pipe", actor=anybody).request
    with clock.set_to(clock.now() + timedelta(hours=6)):
        order = WorkOrder.objects.get(request_id=request.id, role=WorkOrder.LEAD)
        domain.answer_order(order_id=order.id, outcome="Mended.", actor=hu)
    assert round(month().whole.hours) == 6


def test_an_empty_month_has_nothing_and_breaks_nothing(centre):
    assert (month().whole.contacts, month().topics, month().whole.hours) == (0, [], None)
