from datetime import date

import pytest
from tests.applications.conftest import decide, officer_of, task_of

from onecity.agencies.models import Post
from onecity.applications import domain
from onecity.applications.models import Case, Event, Task
from onecity.applications.refusals import (
    HeadsOnly,
    NoSuchTask,
    NoSuchUnit,
    NotInUnit,
    ReasonMissing,
    TaskDone,
    TaskNotTaken,
    TaskTaken,
    TextTooLong,
)
from onecity.identity.models import Account
from onecity.ledger.models import Entry


@pytest.fixture
def case(mei):
    return mei.file("one.apply")


@pytest.fixture
def task(case):
    return task_of(case)


def test_a_taken_task_is_hers(task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    domain.take_task(task_id=task.id, actor=wu)
    task.refresh_from_db()
    assert (task.state, str(task.taken_by), task.taken_by_name) == ("taken", wu.id, "Officer Wu")


def test_a_colleague_is_told_who_has_it(task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    with pytest.raises(TaskTaken, match="Officer Wu is working on this task"):
        domain.take_task(task_id=task.id, actor=officer_of(name="Officer Li"))


@pytest.mark.parametrize("stranger", [("traffic-police", "licences"), ("health", "intake")])
def test_other_units_and_agencies_do_not_find_it(task, stranger):
    with pytest.raises(NoSuchTask):
        domain.take_task(task_id=task.id, actor=officer_of(*stranger))


def test_a_resident_finds_no_task(task, mei):
    with pytest.raises(NoSuchTask):
        domain.take_task(task_id=task.id, actor=mei.actor)


def test_a_released_task_is_free_again(task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    domain.release_task(task_id=task.id, actor=wu)
    task.refresh_from_db()
    assert (task.state, task.taken_by) == ("ready", None)


def test_nobody_decides_what_she_did_not_take(task, wu):
    with pytest.raises(TaskNotTaken):
        domain.decide_task(task_id=task.id, outcome="pass", reason="Fine.", actor=wu)


def test_nobody_decides_what_another_took(task, wu):
    domain.take_task(task_id=task.id, actor=officer_of(name="Officer Li"))
    with pytest.raises(TaskTaken, match="Officer Li"):
        domain.decide_task(task_id=task.id, outcome="pass", reason="Fine.", actor=wu)


def test_the_head_decides_for_an_officer_who_is_away(case, task, wu, head):
    domain.take_task(task_id=task.id, actor=wu)
    domain.decide_task(task_id=task.id, outcome="pass", reason="Fine.", actor=head)
    task.refresh_from_db()
    assert (task.state, task.taken_by_name) == ("passed", "Head Zhao")


def test_a_decision_is_made_once_and_the_second_is_told_by_whom(case, task, wu, head):
    decide(case, wu)
    with pytest.raises(TaskDone, match="Officer Wu passed this task on Monday 23 November 2026"):
        domain.decide_task(task_id=task.id, outcome="refuse", reason="No.", actor=head)
    assert Case.objects.get(id=case.id).state == "granted"


def test_the_last_pass_grants_the_case(case, wu):
    decide(case, wu)
    case.refresh_from_db()
    assert (case.state, case.decided_at is not None) == ("granted", True)


def test_a_refusal_ends_the_case_with_its_reason(case, wu):
    decide(case, wu, outcome="refuse", reason="The photo shows somebody else.")
    case.refresh_from_db()
    assert (case.state, case.reason) == ("refused", "The photo shows somebody else.")


def test_a_decision_needs_a_reason(task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    with pytest.raises(ReasonMissing):
        domain.decide_task(task_id=task.id, outcome="pass", reason=" \n", actor=wu)


def test_every_decision_is_in_the_ledger(case, wu):
    decide(case, wu)
    entry = Entry.objects.get(action="decide")
    assert (entry.actor_name, entry.agency, entry.resident_id, entry.what) == (
        "Officer Wu", "traffic-police", case.resident_id, "task.decide.passed",
    )  # fmt: skip


def test_steps_that_need_several_wait_for_all(mei, wu):
    case = mei.file("wide.apply")
    decide(case, wu, "photo")
    assert not Task.objects.filter(case_id=case.id, step="decide").exists()
    decide(case, officer_of("health"), "health")
    assert task_of(case).due_on == date(2026, 11, 25)


def test_one_refusal_cancels_what_is_open_elsewhere(mei, wu):
    case = mei.file("wide.apply")
    decide(case, wu, "photo", outcome="refuse")
    other = task_of(case, "health")
    assert other.state == "cancelled"
    with pytest.raises(TaskDone, match="cancelled"):
        domain.take_task(task_id=other.id, actor=officer_of("health"))


def colleague(unit="intake"):
    account = Account.objects.create(email="li@example.org", name="Officer Li")
    Post.objects.create(account=account, agency="traffic-police", unit=unit, starts=date(2020, 1, 1))
    return account


def test_the_head_assigns_a_task(task, head):
    domain.assign_task(task_id=task.id, account_id=colleague().id, actor=head)
    task.refresh_from_db()
    assert (task.state, task.taken_by_name) == ("taken", "Officer Li")


def test_only_the_head_assigns(task, wu):
    with pytest.raises(HeadsOnly):
        domain.assign_task(task_id=task.id, account_id=colleague().id, actor=wu)


def test_a_task_goes_only_to_somebody_of_the_unit(task, head):
    with pytest.raises(NotInUnit):
        domain.assign_task(task_id=task.id, account_id=colleague("licences").id, actor=head)


def hand_over(task, actor, agency="health", unit="intake", reason="It is about eyesight."):
    return domain.hand_over(task_id=task.id, agency=agency, unit=unit, reason=reason, actor=actor)


def test_another_unit_goes_on_with_the_same_date(task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    other = hand_over(task, wu)
    task.refresh_from_db()
    assert task.state == "handed-over"
    assert (other.step, other.agency, other.state, other.due_on) == ("decide", "health", "ready", task.due_on)


def test_the_receiving_unit_decides_the_case(case, task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    hand_over(task, wu)
    decide(case, officer_of("health"))
    assert Case.objects.get(id=case.id).state == "granted"


def test_a_handing_over_is_told_to_the_resident(task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    hand_over(task, wu)
    assert Event.objects.get(kind="handed-over").public


def test_it_goes_only_to_a_unit_that_exists_and_with_a_reason(task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    with pytest.raises(NoSuchUnit):
        hand_over(task, wu, unit="moon")
    with pytest.raises(ReasonMissing):
        hand_over(task, wu, reason=" ")


def test_a_reason_for_handing_over_has_its_limit(task, wu):
    domain.take_task(task_id=task.id, actor=wu)
    with pytest.raises(TextTooLong):
        hand_over(task, wu, reason="x" * 2001)
