"""A city with small services, and people who walk through them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from tests.applications.services import OFFICE, SERVICES
from tests.conftest import CITY

from onecity.applications import domain, jobs
from onecity.applications.models import Task
from onecity.catalogue.domain import install_services
from onecity.catalogue.queries import get_service
from onecity.city import queries as city_queries
from onecity.city.domain import install_city
from onecity.city.files import read_city
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.ids import new_id
from onecity.forms import domain as forms
from onecity.people.domain import give_mandate, register_resident
from onecity.registers.models import Record

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning in Huating


@pytest.fixture
def city(db):
    """Huating with our services; the clock stands on a Monday without holidays near."""
    yield from _installed()


def _installed():
    city_queries.forget()
    with transaction.atomic():
        install_services(services=SERVICES)
        install_city(city=read_city(CITY).city, services="ours")
    with clock.set_to(MONDAY):
        yield city_queries.current()
    city_queries.forget()


class Walk:
    """A person, and what she and the officers do in a test."""

    def __init__(self, name="Lin Mei", born="1990-05-01", points=3):
        self.resident = register_resident(
            number=new_id().hex, name=name, born=date.fromisoformat(born), district="old-town", language="en",
            email="mei@example.org",
        )  # fmt: skip
        self.actor = Actor(kind="resident", id=str(new_id()), resident=self.resident.id, name=name)
        population = {"full_name": name, "born": born, "sex": "female", "district": "old-town"}
        self.record("population", population)
        self.record("driving", {"points": points})

    def record(self, register, data):
        Record.objects.update_or_create(resident_id=self.resident.id, register=register, defaults={"data": data})

    def draft(self, service="one.apply", answers=(), resident=None):
        begun = forms.start_draft(
            service=get_service(service), resident_id=resident or self.resident.id, actor=self.actor
        )
        given = {"reason": "worn", **dict(answers)}
        return forms.save_answers(draft_id=begun.id, answers=given, actor=self.actor).draft

    def file(self, service="one.apply", answers=(), key=""):
        draft = self.draft(service, answers)
        return domain.submit_application(draft_id=draft.id, actor=self.actor, key=key)

    def parent_of(self, child):
        give_mandate(principal=child.resident, agent_id=self.resident.id, kind="child")


def officer_of(agency=OFFICE, *units, head=False, name="Officer Wu"):
    return Actor(
        kind="officer", id=str(new_id()), agency=agency, units=frozenset(units or {"intake"}), head=head, name=name
    )


@pytest.fixture
def mei(city):
    return Walk()


@pytest.fixture
def wu(city):
    return officer_of()


@pytest.fixture
def head(city):
    return officer_of(head=True, name="Head Zhao")


def task_of(case, step="decide"):
    return Task.objects.filter(case_id=case.id, step=step).latest("id")


def decide(case, actor, step="decide", outcome="pass", reason="All is in order."):
    """Take a task and decide it."""
    task = task_of(case, step)
    domain.take_task(task_id=task.id, actor=actor)
    return domain.decide_task(task_id=task.id, outcome=outcome, reason=reason, actor=actor)


def run_jobs():
    """What the worker does at its next tick."""
    jobs.advance.func(0)


def on(month, day):
    """Set the clock to ten in the morning of a day of 2026."""
    return clock.set_to(datetime(2026, month, day, 2, 0, tzinfo=UTC))


@pytest.fixture
def in_parallel(transactional_db):
    """Run acts in threads that really commit; what they stored is removed afterwards."""
    return _in_parallel


@pytest.fixture
def committed_city(in_parallel):
    """As ``city``, for every thread to see."""
    yield from _installed()


def _in_parallel(acts):
    """What each act gave, or the exception it raised, in order."""
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001  the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
