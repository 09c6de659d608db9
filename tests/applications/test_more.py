"""Asking for more. 2026-11-23 is a Monday; nothing is free until New Year."""

from datetime import date

import pytest
from tests.applications.conftest import Walk, decide, officer_of, on, task_of

from onecity.applications import domain
from onecity.applications.models import Case, Event, Message
from onecity.applications.refusals import AlreadyAsked, CaseEnded, NoSuchCase, NothingAsked, TextMissing
from onecity.notices.models import AgencyAlert, Notice


def ask(case, actor, step="decide", text="Please send a newer photo."):
    task = task_of(case, step)
    domain.take_task(task_id=task.id, actor=actor)
    return domain.ask_more(task_id=task.id, text=text, actor=actor)


def give(case, walk, text="Here it is."):
    return domain.give_more(case_id=case.id, text=text, uploads=(), actor=walk.actor)


def test_the_clock_stands_while_she_is_asked(mei, wu):
    case = mei.file("one.apply")
    task = ask(case, wu)
    case.refresh_from_db()
    assert (case.state, case.stands_since) == ("waiting", date(2026, 11, 23))
    assert (task.state, task.asked_on, task.answer_by) == ("waiting", date(2026, 11, 23), date(2026, 12, 7))


def test_her_answer_moves_the_dates_by_the_days_it_stood(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    with on(11, 30):
        give(case, mei)
    case.refresh_from_db()
    task = task_of(case)
    assert (case.state, case.stands_since, case.promised_on) == ("open", None, date(2026, 12, 3))
    assert (task.state, task.due_on, task.answer_by) == ("taken", date(2026, 12, 3), None)


def test_she_is_told_the_new_date(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    with on(11, 24):
        give(case, mei)
    assert Notice.objects.get(kind="deadline-moved").facts["promised_on"] == "2026-11-27"


def test_an_answer_on_the_same_day_moves_nothing(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    give(case, mei)
    assert not Notice.objects.filter(kind="deadline-moved").exists()
    assert Case.objects.get(id=case.id).promised_on == date(2026, 11, 26)


def test_where_the_clock_runs_nothing_moves(mei, wu):
    case = mei.file("running.apply")
    task = ask(case, wu)
    assert (task.state, task.asked_on, task.answer_by) == ("waiting", None, date(2026, 12, 7))
    with on(11, 30):
        give(case, mei)
    assert (task_of(case).due_on, Case.objects.get(id=case.id).promised_on) == (date(2026, 11, 26), date(2026, 11, 26))


def test_two_offices_that_ask_do_not_move_the_promise_twice(mei, wu):
    case = mei.file("wide.apply")
    promised = case.promised_on
    ask(case, wu, "photo")
    with on(11, 24):
        ask(case, officer_of("health"), "health")
    with on(11, 26):
        give(case, mei)
    case.refresh_from_db()
    assert promised == date(2026, 12, 2)
    assert case.promised_on == date(2026, 12, 7)
    assert task_of(case, "photo").due_on == date(2026, 12, 1)
    assert task_of(case, "health").due_on == date(2026, 12, 2)


def test_asking_twice_is_refused(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    with pytest.raises(AlreadyAsked):
        domain.ask_more(task_id=task_of(case).id, text="And a form.", actor=wu)


def test_nothing_asked_nothing_given(mei):
    with pytest.raises(NothingAsked):
        give(mei.file("one.apply"), mei)


def test_only_she_answers(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    with pytest.raises(NoSuchCase):
        give(case, Walk("Wang Fang"))


def test_an_empty_answer_is_refused(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    with pytest.raises(TextMissing):
        give(case, mei, text="  ")


def test_a_waiting_task_can_still_be_decided(mei, wu):
    case = mei.file("one.apply")
    task = ask(case, wu)
    domain.decide_task(task_id=task.id, outcome="refuse", reason="It is no longer needed.", actor=wu)
    case.refresh_from_db()
    assert (case.state, case.stands_since) == ("refused", None)
    with pytest.raises(CaseEnded):
        give(case, mei)


def test_she_is_reminded_two_working_days_before_and_once(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    for day in (2, 3, 4):
        with on(12, day):
            domain.watch_deadlines()
    (reminder,) = Notice.objects.filter(kind="more-reminder")
    assert reminder.at.date() == date(2026, 12, 3)
    assert Event.objects.filter(kind="more-reminded").count() == 1


def test_without_an_answer_the_officer_goes_on(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    with on(12, 7):
        domain.watch_deadlines()
    assert task_of(case).state == "waiting"
    with on(12, 8):
        domain.watch_deadlines()
        domain.watch_deadlines()
    case.refresh_from_db()
    assert (task_of(case).state, task_of(case).due_on) == ("taken", date(2026, 12, 11))
    assert (case.state, case.promised_on) == ("open", date(2026, 12, 11))
    assert AgencyAlert.objects.filter(kind="more-missed").count() == 1
    assert Notice.objects.filter(kind="more-missed").count() == 1


def test_one_office_waits_in_vain_while_another_still_waits(mei, wu):
    case = mei.file("wide.apply")
    ask(case, wu, "photo")
    with on(11, 27):
        ask(case, officer_of("health"), "health")
    with on(12, 8):
        domain.watch_deadlines()
        assert Case.objects.get(id=case.id).state == "waiting"
        decide(case, wu, "photo")
    with on(12, 9):
        give(case, mei)
    assert Case.objects.get(id=case.id).promised_on == date(2026, 12, 18)


def test_her_answer_is_a_message_in_the_case(mei, wu):
    case = mei.file("one.apply")
    ask(case, wu)
    give(case, mei)
    assert list(Message.objects.order_by("id").values_list("from_resident", "asks_more")) == [
        (False, True),
        (True, False),
    ]
