"""Whatever people do in whatever order: no illegal state, and a clock that never runs backwards."""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.applications.conftest import MONDAY, Walk, officer_of, run_jobs

from onecity.agencies.calendar import working_days_between
from onecity.applications import domain
from onecity.applications.models import Case, Event, Task
from onecity.certificates.models import Certificate
from onecity.city import queries as city
from onecity.common import clock
from onecity.common.errors import Refusal

SERVICES = ("one.apply", "mixed.apply", "softly.apply", "wide.apply", "running.apply")
AGENCIES = ("traffic-police", "health")


class Office(RuleBasedStateMachine):
    """One case; a resident, officers of two agencies, the worker and the calendar act on it in any order."""

    def __init__(self):
        super().__init__()
        self.now, self.mei = MONDAY, Walk(points=3)
        self.officers = {code: officer_of(code, name=f"Officer of {code}") for code in AGENCIES}
        self.heads = {code: officer_of(code, head=True, name=f"Head of {code}") for code in AGENCIES}
        self.case, self.promised, self.seen = None, None, 0

    def tasks(self):
        return list(Task.objects.filter(case_id=self.case.id).order_by("id")) if self.case else []

    def look(self):
        """Whether there is a case; as it is stored now."""
        if self.case:
            self.case.refresh_from_db()
        return self.case is not None

    def attempt(self, act):
        """Everything may be refused; nothing may break."""
        with clock.set_to(self.now), contextlib.suppress(Refusal):
            act()

    def pick(self, number):
        tasks = [task for task in self.tasks() if not task.automatic]
        return tasks[number % len(tasks)] if tasks else None

    @precondition(lambda self: self.case is None)
    @rule(service=st.sampled_from(SERVICES), points=st.integers(0, 12))
    def file(self, service, points):
        self.mei.record("driving", {"points": points})
        with clock.set_to(self.now):
            self.case = self.mei.file(service)
        self.promised = self.case.promised_on

    @rule(days=st.integers(1, 20))
    def wait(self, days):
        self.now += timedelta(days=days)
        with clock.set_to(self.now):
            domain.watch_deadlines()

    @rule()
    def work(self):
        with clock.set_to(self.now):
            run_jobs()

    @precondition(lambda self: self.pick(0))
    @rule(
        number=st.integers(0, 5),
        act=st.sampled_from(["take", "release", "pass", "refuse", "ask", "hand over"]),
        by_head=st.booleans(),
        wrong_agency=st.booleans(),
    )
    def officer_acts(self, number, act, by_head, wrong_agency):
        task = self.pick(number)
        agency = "health" if wrong_agency else task.agency
        actor = (self.heads if by_head else self.officers)[agency]
        acts = {
            "take": lambda: domain.take_task(task_id=task.id, actor=actor),
            "release": lambda: domain.release_task(task_id=task.id, actor=actor),
            "pass": lambda: domain.decide_task(task_id=task.id, outcome="pass", reason="Yes.", actor=actor),
            "refuse": lambda: domain.decide_task(task_id=task.id, outcome="refuse", reason="No.", actor=actor),
            "ask": lambda: domain.ask_more(task_id=task.id, text="Please.", actor=actor),
            "hand over": lambda: domain.hand_over(
                task_id=task.id, agency="health", unit="intake", reason="Theirs.", actor=actor
            ),
        }
        self.attempt(acts[act])

    @precondition(lambda self: self.case)
    @rule(act=st.sampled_from(["give", "write", "withdraw", "rate"]))
    def resident_acts(self, act):
        acts = {
            "give": lambda: domain.give_more(case_id=self.case.id, text="Here.", uploads=(), actor=self.mei.actor),
            "write": lambda: domain.write_message(case_id=self.case.id, text="Hello.", actor=self.mei.actor),
            "withdraw": lambda: domain.withdraw_case(case_id=self.case.id, actor=self.mei.actor),
            "rate": lambda: domain.rate_case(case_id=self.case.id, stars=1, comment="", actor=self.mei.actor),
        }
        self.attempt(acts[act])

    @invariant()
    def states_fit_together(self):
        if not self.look():
            return
        states = [task.state for task in self.tasks()]
        assert ("waiting" in states) == (self.case.state == "waiting")
        assert (self.case.decided_at is None) == any(state in Task.OPEN_STATES for state in states)
        assert ("refused" in states) == (self.case.state == "refused")

    @invariant()
    def granted_means_every_step_is_passed(self):
        if not self.look():
            return
        passed = {task.step for task in self.tasks() if task.state == "passed"}
        steps = {"one.apply": 1, "mixed.apply": 2, "softly.apply": 1, "wide.apply": 3, "running.apply": 1}
        assert (self.case.state == "granted") == (len(passed) == steps[self.case.service])
        assert Certificate.objects.count() == (self.case.state == "granted" and self.case.service == "mixed.apply")

    @invariant()
    def the_promise_never_moves_back_and_only_while_the_clock_stood(self):
        if not self.look():
            return
        moved = self.case.promised_on - self.promised
        assert moved >= timedelta()
        assert not moved or self.case.service != "running.apply"
        agency = city.current().agencies["traffic-police"]
        filed = self.case.at.astimezone(clock.city_zone()).date()
        with clock.set_to(self.now):
            passed = working_days_between(agency, filed, clock.today())
        assert working_days_between(agency, self.promised, self.case.promised_on) <= passed

    @invariant()
    def what_happened_only_grows(self):
        count = Event.objects.count()
        assert count >= self.seen
        self.seen = count

    @invariant()
    def one_decision(self):
        ends = Event.objects.filter(kind__in=("granted", "refused", "withdrawn")).count()
        assert ends == Case.objects.exclude(decided_at=None).count()


@pytest.mark.django_db
def test_no_order_of_acts_leads_astray(city):
    """Each run begins with an empty office: what it did is rolled back."""

    class InItsOwnTransaction(Office):
        def __init__(self):
            self.atomic = transaction.atomic()
            self.atomic.__enter__()
            super().__init__()

        def teardown(self):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    few = settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(InItsOwnTransaction, settings=few)
