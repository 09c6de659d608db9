"""Many at once, on real connections that really commit."""

from functools import partial

from tests.applications.conftest import Walk, officer_of, task_of

from onecity.applications import domain
from onecity.applications.domain.automatic import advance_some
from onecity.applications.models import Case, Event, Task
from onecity.applications.refusals import CaseEnded, TaskDone, TaskTaken
from onecity.certificates.models import Certificate
from onecity.ledger.models import Entry
from onecity.notices.models import Notice


def test_50_parallel_submits_of_one_draft_give_one_case(committed_city, in_parallel):
    mei = Walk()
    draft = mei.draft("one.apply")
    done = in_parallel([partial(domain.submit_application, draft_id=draft.id, actor=mei.actor)] * 50)
    assert {type(each) for each in done} == {Case}
    assert len({each.id for each in done}) == 1
    for table in (Case, Task, Event, Notice):
        assert table.objects.count() == 1
    assert Entry.objects.filter(action="submit").count() == 1


def test_one_key_for_two_drafts_at_once_gives_one_case(committed_city, in_parallel):
    mei = Walk()
    drafts = [mei.draft(code) for code in ("one.apply", "wide.apply")]
    done = in_parallel(
        [partial(domain.submit_application, draft_id=draft.id, actor=mei.actor, key="k") for draft in drafts]
    )
    assert sorted(type(each).__name__ for each in done) == ["Case", "KeyReused"]
    assert Case.objects.count() == 1


def test_of_many_officers_one_takes_the_task(committed_city, in_parallel):
    task = task_of(Walk().file("one.apply"))
    done = in_parallel([partial(domain.take_task, task_id=task.id, actor=officer_of(name=f"O{n}")) for n in range(8)])
    assert sorted({type(each) for each in done}, key=str) == sorted([Task, TaskTaken], key=str)
    assert [type(each) for each in done].count(Task) == 1


def test_of_two_opposite_decisions_one_counts(committed_city, in_parallel):
    case = Walk().file("mixed.apply")
    domain.advance_case(case.id)
    wu, head = officer_of(), officer_of(head=True, name="Head Zhao")
    task = domain.take_task(task_id=task_of(case).id, actor=wu)
    decide = partial(domain.decide_task, task_id=task.id, reason="Because.")
    done = in_parallel([partial(decide, outcome="pass", actor=wu), partial(decide, outcome="refuse", actor=head)])
    assert sorted(type(each).__name__ for each in done) == ["Task", TaskDone.__name__]
    case.refresh_from_db()
    assert Certificate.objects.count() == (case.state == "granted")
    assert Event.objects.filter(kind__in=("granted", "refused")).count() == 1


def test_a_withdrawal_and_a_decision_at_once_leave_one_end(committed_city, in_parallel):
    mei, wu = Walk(), officer_of()
    case = mei.file("one.apply")
    task = domain.take_task(task_id=task_of(case).id, actor=wu)
    done = in_parallel(
        [
            partial(domain.withdraw_case, case_id=case.id, actor=mei.actor),
            partial(domain.decide_task, task_id=task.id, outcome="pass", reason="Fine.", actor=wu),
        ]
    )
    assert [isinstance(each, TaskDone | CaseEnded) for each in done].count(True) == 1
    assert Event.objects.filter(kind__in=("granted", "withdrawn")).count() == 1


def test_several_workers_do_each_case_once(committed_city, in_parallel):
    cases = [Walk(f"Person {n}").file("auto.apply") for n in range(30)]

    def work():
        while advance_some():
            pass

    assert in_parallel([work] * 4) == [None] * 4
    advance_some(50)
    assert Case.objects.filter(state="granted").count() == Certificate.objects.count() == len(cases)
    assert Event.objects.filter(kind="granted").count() == len(cases)
