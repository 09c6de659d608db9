"""Statements of each act: a city's worth of them has to fit into one database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.contact.test_acts import orders_of, reporter_of, told

from onecity.contact import domain


def cost(act):
    """Trips to the database, without the savepoints of the test's own transaction."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    return len([each for each in seen if "SAVEPOINT" not in each["sql"]])


@pytest.fixture
def burst(centre):
    told()  # whatever a process looks up once is looked up
    return told(email="anna@example.org")


def test_taking_a_matter_in_is_one_trip(centre):
    told()
    assert cost(lambda: told(name="Anna", email="anna@example.org")) <= 2


def test_taking_in_what_has_a_key_looks_whether_it_is_there(centre):
    told()
    assert cost(lambda: told(key="k")) <= 3


def test_each_act_is_a_few_trips(burst, hu, lu, xu):
    order = orders_of(burst)
    acts = (
        lambda: domain.take_order(order_id=order.id, actor=hu),
        lambda: domain.mark_contacted(order_id=order.id, actor=hu),
        lambda: domain.ask_extension(order_id=order.id, days=2, reason="Parts.", actor=hu),
        lambda: domain.decide_extension(order_id=order.id, granted=True, actor=lu),
        lambda: domain.answer_order(order_id=order.id, outcome="Mended.", actor=hu),
        lambda: domain.confirm(request_id=burst.id, solved=True, stars=5, actor=reporter_of(burst)),
        lambda: domain.reopen(request_id=burst.id, reason="Wet.", actor=reporter_of(burst)),
        lambda: domain.hand_back(order_id=orders_of(burst).id, reason="A lamp.", actor=hu),
        lambda: domain.sort_request(request_id=burst.id, topic="street-light", actor=xu),
    )
    assert max(cost(act) for act in acts) <= 7
