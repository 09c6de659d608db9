import pytest
from tests.applications.conftest import decide

from onecity.applications import domain
from onecity.applications.models import Event, Task
from onecity.applications.refusals import CaseEnded
from onecity.ledger.models import Entry


def test_what_was_open_is_cancelled_and_nothing_deleted(mei):
    case = domain.withdraw_case(case_id=mei.file("wide.apply").id, actor=mei.actor)
    assert (case.state, case.decided_at is not None) == ("withdrawn", True)
    assert set(Task.objects.filter(case_id=case.id).values_list("state", flat=True)) == {"cancelled"}
    assert list(Event.objects.order_by("id").values_list("kind", flat=True)) == ["submitted", "withdrawn"]
    assert Entry.objects.filter(action="withdraw", case_id=case.id).count() == 1


def test_a_decision_cannot_be_taken_back(mei, wu):
    case = mei.file("one.apply")
    decide(case, wu)
    with pytest.raises(CaseEnded):
        domain.withdraw_case(case_id=case.id, actor=mei.actor)


def test_the_same_service_can_be_asked_for_again(mei):
    first = domain.withdraw_case(case_id=mei.file().id, actor=mei.actor)
    assert mei.file().id != first.id
