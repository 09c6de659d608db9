"""Many at once, on real connections that really commit."""

from functools import partial
from uuid import uuid4

import pytest
from tests.applications.conftest import _in_parallel
from tests.conftest import CITY
from tests.contact.conftest import BURST, LIGHT
from tests.contact.test_acts import orders_of, told

from onecity.city import queries as city
from onecity.city.domain import install_city
from onecity.city.files import read_city
from onecity.common.actor import Actor
from onecity.contact import domain, releases
from onecity.contact.definition import Centre
from onecity.contact.models import ContactEvent, ContactRequest, WorkOrder


@pytest.fixture
def centre(transactional_db):
    """Huating with two topics, for every thread to see."""
    city.forget()
    install_city(city=read_city(CITY).city, services="ours")
    releases.install_centre(centre=Centre(topics={topic.code: topic for topic in (BURST, LIGHT)}))
    releases.forget()
    yield
    city.forget()
    releases.forget()


def officer(name):
    return Actor(kind="officer", id=str(uuid4()), agency="water", units=frozenset({"supply"}), name=name)


def names(done):
    return sorted(type(each).__name__ for each in done)


def test_of_many_officers_one_takes_the_order(centre):
    order = orders_of(told())
    done = _in_parallel([partial(domain.take_order, order_id=order.id, actor=officer(f"O{n}")) for n in range(6)])
    assert names(done) == ["OrderTaken"] * 5 + ["WorkOrder"]
    assert ContactEvent.objects.filter(kind="taken").count() == 1


def test_answered_and_handed_back_at_once_leaves_one_of_them(centre):
    order, hu = orders_of(told()), officer("Hu")
    done = _in_parallel(
        [
            partial(domain.answer_order, order_id=order.id, outcome="Mended.", actor=hu),
            partial(domain.hand_back, order_id=order.id, reason="A lamp.", actor=hu),
        ]
    )
    assert names(done) == ["OrderDone", "WorkOrder"]
    request, order = ContactRequest.objects.get(), WorkOrder.objects.get(role="lead")
    assert (request.state, order.state) in {("answered", "done"), ("received", "handed-back")}


def test_one_key_sent_many_times_at_once_is_one_request(centre):
    done = _in_parallel([partial(told, key="k")] * 6)
    assert {each.id for each in done} == {ContactRequest.objects.get().id}
    assert WorkOrder.objects.filter(role="lead").count() == 1


def test_two_that_are_merged_into_each_other_leave_one(centre):
    one, two = told("One"), told("Two")
    xu = Actor(kind="operator", id=str(uuid4()), name="Xu")
    done = _in_parallel(
        [partial(domain.merge, request_id=a.id, into=b.id, actor=xu) for a, b in ((one, two), (two, one))]
    )
    assert names(done) == ["ContactRequest", "RequestEnded"]
    assert ContactRequest.objects.filter(state="merged").count() == 1


def test_the_reporter_confirms_once(centre):
    request, hu = told(), officer("Hu")
    domain.answer_order(order_id=orders_of(request).id, outcome="Mended.", actor=hu)
    her = Actor(kind="reporter", id=str(request.id))
    done = _in_parallel([partial(domain.confirm, request_id=request.id, solved=True, actor=her)] * 4)
    assert names(done) == ["ContactRequest", "RequestEnded", "RequestEnded", "RequestEnded"]
