from datetime import date

from tests.applications.conftest import Walk, run_jobs, task_of

from onecity.applications import domain
from onecity.applications.models import Case, Event, Task
from onecity.certificates.models import Certificate
from onecity.ledger.models import Entry
from onecity.notices.models import Notice


def kinds(case):
    return list(Event.objects.filter(case_id=case.id).order_by("id").values_list("kind", flat=True))


def test_a_service_of_rules_alone_is_decided_by_the_next_tick(mei):
    case = mei.file("auto.apply")
    assert case.promised_on == date(2026, 11, 23)
    run_jobs()
    case.refresh_from_db()
    assert case.state == "granted"
    assert kinds(case) == ["submitted", "step-passed", "step-passed", "granted"]


def test_a_granted_case_gives_its_certificate_and_word_of_it(mei):
    case = mei.file("auto.apply")
    run_jobs()
    assert Certificate.objects.get(case_id=case.id).resident_id == mei.resident.id
    assert set(Notice.objects.filter(case_id=case.id).values_list("kind", flat=True)) == {
        "case-received",
        "case-granted",
    }


def test_a_rule_that_does_not_hold_refuses_with_its_reason(city):
    case = Walk(points=8).file("mixed.apply")
    run_jobs()
    case.refresh_from_db()
    assert (case.state, case.reason) == ("refused", "The check did not hold.")
    assert kinds(case) == ["submitted", "step-refused", "refused"]
    assert not Certificate.objects.exists()


def test_a_rule_that_holds_lets_the_officer_begin(mei):
    case = mei.file("mixed.apply")
    assert not Task.objects.filter(case_id=case.id, step="decide").exists()
    run_jobs()
    assert (task_of(case).state, task_of(case).automatic) == ("ready", False)


def test_a_rule_may_pass_the_case_on_to_an_officer(mei):
    case = mei.file("softly.apply")
    run_jobs()
    task = task_of(case, "check")
    assert (task.state, task.automatic, task.due_on) == ("ready", False, date(2026, 11, 24))
    assert Case.objects.get(id=case.id).state == "open"


def test_what_cannot_be_worked_out_goes_to_an_officer_not_to_waste(mei):
    mei.record("driving", {"licence_number": "310"})
    case = mei.file("mixed.apply")
    run_jobs()
    assert (task_of(case, "check").state, task_of(case, "check").automatic) == ("ready", False)


def test_what_the_machine_reads_leaves_a_trace(mei):
    case = mei.file("mixed.apply")
    before = Entry.objects.count()
    run_jobs()
    (trace,) = Entry.objects.order_by("id")[before:]
    assert (trace.actor_kind, trace.what, trace.purpose, trace.resident_id) == (
        "system", "register.driving", "mixed.apply", case.resident_id,
    )  # fmt: skip


def test_advancing_again_changes_nothing(mei):
    case = mei.file("auto.apply")
    for _ in range(3):
        domain.advance_case(case.id)
    assert kinds(case) == ["submitted", "step-passed", "step-passed", "granted"]
    assert Certificate.objects.count() == 1


def test_an_ended_case_is_left_alone(mei):
    case = mei.file("auto.apply")
    domain.withdraw_case(case_id=case.id, actor=mei.actor)
    run_jobs()
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_a_case_that_fails_goes_to_an_officer_and_the_others_are_done(mei, monkeypatch):
    from onecity.applications.domain import automatic

    bad, good = mei.file("mixed.apply"), Walk("Wang Fang").file("mixed.apply")
    holds = automatic._holds
    monkeypatch.setattr(automatic, "_holds", lambda work, task: 1 / 0 if work.case.id == bad.id else holds(work, task))
    run_jobs()
    assert (task_of(bad, "check").state, task_of(bad, "check").automatic) == ("ready", False)
    assert task_of(good, "check").state == "passed"


def test_several_cases_are_done_at_one_tick(mei):
    cases = [Walk(f"Person {n}").file("auto.apply") for n in range(25)]
    run_jobs()
    assert Case.objects.filter(state="granted").count() == len(cases)
