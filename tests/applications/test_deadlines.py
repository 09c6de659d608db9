"""Warnings, escalations and reminders. 2026-11-23 is a Monday."""

from datetime import date

import pytest
from tests.applications.conftest import Walk, decide, on, task_of

from onecity.applications import domain
from onecity.applications.domain import deadlines
from onecity.notices import queries as notices
from onecity.notices.models import AgencyAlert, Notice


def kinds():
    return list(AgencyAlert.objects.order_by("id").values_list("kind", "heads"))


def watch(month, day):
    with on(month, day):
        domain.watch_deadlines()


@pytest.fixture
def case(mei):
    """A case with a task that is due on Thursday the 26th."""
    return mei.file("one.apply")


def test_nothing_is_said_while_there_is_time(case):
    watch(11, 24)
    assert kinds() == []


def test_the_unit_is_warned_the_working_day_before(case, wu, head):
    watch(11, 25)
    assert kinds() == [("due-soon", False)]
    assert [alert.task_id for alert in notices.alerts_of(wu)] == [task_of(case).id]


def test_over_a_weekend_the_warning_comes_on_friday(mei):
    with on(11, 25):
        mei.file("one.apply")
    watch(11, 26)
    assert kinds() == []
    watch(11, 27)
    assert kinds() == [("due-soon", False)]


def test_on_the_day_the_heads_are_told(case, wu, head):
    watch(11, 26)
    assert kinds() == [("due-today", True)]
    assert notices.alerts_of(wu) == []
    assert len(notices.alerts_of(head)) == 1


def test_once_it_is_late_the_heads_are_told_again(case):
    watch(11, 26)
    watch(11, 27)
    watch(11, 30)
    assert kinds() == [("due-today", True), ("overdue", True)]


def test_watching_again_says_nothing_twice(case):
    for _ in range(3):
        watch(11, 25)
    assert kinds() == [("due-soon", False)]


def test_what_is_done_is_not_watched(case, wu):
    decide(case, wu)
    watch(11, 30)
    assert kinds() == []


def test_while_the_clock_stands_nobody_is_warned(case, wu):
    task = task_of(case)
    domain.take_task(task_id=task.id, actor=wu)
    domain.ask_more(task_id=task.id, text="Please.", actor=wu)
    watch(11, 27)
    assert kinds() == []


def test_where_the_clock_runs_on_the_unit_is_warned_all_the_same(mei, wu):
    task = task_of(mei.file("running.apply"))
    domain.take_task(task_id=task.id, actor=wu)
    domain.ask_more(task_id=task.id, text="Please.", actor=wu)
    watch(11, 25)
    assert kinds() == [("due-soon", False)]


def test_a_deadline_that_moved_is_warned_of_anew(case, wu, mei):
    watch(11, 25)
    task = task_of(case)
    with on(11, 25):
        domain.take_task(task_id=task.id, actor=wu)
        domain.ask_more(task_id=task.id, text="Please.", actor=wu)
    with on(11, 27):
        domain.give_more(case_id=case.id, text="Here.", uploads=(), actor=mei.actor)
    assert task_of(case).due_on == date(2026, 11, 30)
    watch(11, 27)
    assert kinds() == [("due-soon", False), ("due-soon", False)]


def rate(mei, wu, stars):
    case = mei.file("one.apply")
    decide(case, wu)
    return domain.rate_case(case_id=case.id, stars=stars, comment="It took long.", actor=mei.actor)


def test_a_bad_rating_is_told_at_once_then_before_its_day_then_to_the_heads(mei, wu):
    assert rate(mei, wu, 1).answer_due_on == date(2026, 11, 30)
    watch(11, 26)
    watch(11, 27)
    watch(11, 30)
    watch(12, 1)
    assert kinds() == [("bad-rating", False), ("rating-due-soon", False), ("rating-overdue", True)]


def test_an_answered_rating_is_left_alone(mei, wu):
    rating = rate(mei, wu, 2)
    domain.answer_rating(rating_id=rating.id, text="We are sorry.", actor=wu)
    watch(11, 30)
    assert kinds() == [("bad-rating", False)]
    assert Notice.objects.filter(kind="rating-answered").count() == 1


def test_a_good_rating_needs_no_answer(mei, wu):
    assert rate(mei, wu, 3).answer_due_on is None
    watch(11, 30)
    assert kinds() == []


def test_one_broken_case_does_not_stop_the_watch(case, mei, monkeypatch):
    Walk("Wang Fang").file("running.apply")
    alert, calls = deadlines._alert, []

    def fail_once(task, kind, **more):
        calls.append(task)
        if len(calls) == 1:
            raise RuntimeError("broken")
        alert(task, kind, **more)

    monkeypatch.setattr(deadlines, "_alert", fail_once)
    watch(11, 25)
    assert kinds() == [("due-soon", False)]


def test_before_a_holiday_the_warning_comes_in_time(mei):
    with on(12, 29):
        task = task_of(mei.file("one.apply"))
    assert task.due_on == date(2027, 1, 4)
    watch(12, 30)
    assert kinds() == []
    watch(12, 31)
    assert kinds() == [("due-soon", False)]


def test_watching_costs_nothing_for_what_was_said_already(case, django_assert_max_num_queries):
    for n in range(3):
        Walk(f"Person {n}").file("one.apply")
    watch(11, 27)
    with on(11, 27), django_assert_max_num_queries(5):
        domain.watch_deadlines()
