"""Work orders of the single number at the desk."""

import pytest
from tests.contact.conftest import centre

from onecity.common.actor import Actor
from onecity.contact import domain
from onecity.contact.models import WorkOrder

__all__ = ["centre"]


@pytest.fixture
def order(centre, huating):
    unit = huating.agencies["public-security"].intake
    reporter = Actor(kind="reporter")
    request = domain.receive(channel="web", words="Pipe", topic="burst-pipe", actor=reporter).request
    WorkOrder.objects.filter(request_id=request.id, role="lead").update(agency="public-security", unit=unit)
    return WorkOrder.objects.get(request_id=request.id, role="lead")


def text(answer):
    return answer.content.decode()


def test_another_unit_goes_on_and_the_list_is_shown(order, officer, signed_in, huating):
    desk, other = signed_in(officer), list(huating.agencies["public-security"].units)[1]
    assert "Hand over to another unit" in text(desk.get(f"/desk/orders/{order.id}/"))
    sent = {"act": "hand-over", "unit": other, "because": "It is on the river."}
    answer = desk.post(f"/desk/orders/{order.id}/act", sent, follow=True)
    order.refresh_from_db()
    assert ("The other unit has the work order now." in text(answer), order.unit) == (True, other)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"unit": "moon", "because": "Why not?"}, "Choose another unit of the agency."),
        ({"unit": "", "because": ""}, "Choose another unit of the agency."),
    ],
)
def test_what_cannot_be_handed_over_is_said_in_words(order, officer, signed_in, sent, said):
    answer = signed_in(officer).post(f"/desk/orders/{order.id}/act", {"act": "hand-over", **sent})
    assert (answer.status_code, said in text(answer)) == (409, True)


def test_a_reason_is_asked_for(order, officer, signed_in, huating):
    other = list(huating.agencies["public-security"].units)[1]
    answer = signed_in(officer).post(f"/desk/orders/{order.id}/act", {"act": "hand-over", "unit": other})
    assert (answer.status_code, "Say why: a colleague will read it." in text(answer)) == (409, True)
