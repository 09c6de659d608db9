"""Deadlines of work orders: counted in hours or working days, warned of once, escalated once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contact.conftest import BURST, LIGHT

from onecity.agencies.calendar import is_working_day, working_days_between
from onecity.city.definition import Agency
from onecity.common import clock
from onecity.common.text import Text
from onecity.contact import clock as deadlines
from onecity.contact import domain
from onecity.contact.domain.deadlines import watch_orders
from onecity.contact.domain.forgetting import forget_reporters
from onecity.contact.domain.solving import close_silent
from onecity.contact.models import ContactEvent, ContactRequest, WorkOrder
from onecity.notices.models import AgencyAlert

ZONE = ZoneInfo("Asia/Shanghai")
AGENCY = Agency(code="a", name=Text(en="A"), duties=Text(en="D"), units={}, country="CN")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1), timezones=st.just(ZONE))  # noqa: DTZ001


@settings(max_examples=60, deadline=None)
@given(MOMENTS)
def test_hours_are_hours_of_the_clock(moment):
    assert deadlines.due_at(BURST, AGENCY, moment, ZONE) - moment == timedelta(hours=BURST.hours)


@settings(max_examples=60, deadline=None)
@given(MOMENTS)
def test_days_are_working_days_and_end_at_night(moment):
    due = deadlines.due_at(LIGHT, AGENCY, moment, ZONE)
    assert working_days_between(AGENCY, moment.date(), due.date()) == LIGHT.days
    assert is_working_day(AGENCY, due.date())
    assert (due.hour, due.minute) == (23, 59)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, st.integers(1, 30))
def test_more_time_is_never_less(moment, days):
    due = deadlines.due_at(LIGHT, AGENCY, moment, ZONE)
    assert deadlines.extended(AGENCY, due, days, ZONE) > due


@pytest.fixture
def request_(centre, anybody):
    return domain.receive(channel="web", words="Street light is out", topic="street-light", actor=anybody).request


def at(moment):
    return clock.set_to(moment)


def test_the_unit_is_warned_once_and_the_heads_are_told_once(request_):
    with at(request_.due_at - timedelta(hours=5)):
        assert (watch_orders(), watch_orders()) == (1, 0)
    with at(request_.due_at + timedelta(minutes=1)):
        assert (watch_orders(), watch_orders()) == (1, 0)
    assert list(AgencyAlert.objects.order_by("id").values_list("kind", "heads")) == [
        ("order-warned", False),
        ("order-overdue", True),
    ]


def test_the_reporter_reads_that_it_is_overdue(request_):
    with at(request_.due_at + timedelta(minutes=1)):
        watch_orders()
    assert ContactEvent.objects.filter(request_id=request_.id, kind="overdue", public=True).exists()


def test_an_answer_that_nobody_spoke_about_closes_after_a_week(centre, anybody, hu):
    request = domain.receive(channel="web", words="Pipe", topic="burst-pipe", actor=anybody).request
    order = WorkOrder.objects.get(request_id=request.id, role="lead")
    domain.answer_order(order_id=order.id, outcome="Mended.", actor=hu)
    with at(clock.now() + timedelta(days=6)):
        assert close_silent() == 0
    with at(clock.now() + timedelta(days=8)):
        assert close_silent() == 1
    request.refresh_from_db()
    assert request.state == "closed"


def test_who_reported_is_forgotten_after_a_year(centre, anybody, xu):
    request = domain.receive(channel="web", words="Hello", name="Anna", phone="13800138000", actor=anybody).request
    domain.refuse_request(request_id=request.id, reason="No matter of ours.", actor=xu)
    assert forget_reporters() == 0
    with at(clock.now() + timedelta(days=366)):
        assert forget_reporters() == 1
    stored = ContactRequest.objects.get(id=request.id)
    assert (stored.reporter, stored.phone_mark) == (None, None)
