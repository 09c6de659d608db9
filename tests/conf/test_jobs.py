"""A job whose worker was killed is done again; one that a living worker is at is left alone."""

import asyncio
from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from onecity.conf.jobs import forget_old_jobs, take_up_abandoned

pytestmark = pytest.mark.django_db(transaction=True)
SEND = "onecity.identity.jobs.send"
SEQUENCE = "onecity.ledger.jobs.sequence"


def worker(silent):
    """The number of a worker that has given no sign of life for so many seconds."""
    words = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s') RETURNING id"
    return first(words, silent)


def job(name, worker_id, *, queueing_lock=None, status="doing"):
    words = """INSERT INTO procrastinate_jobs (task_name, queue_name, worker_id, queueing_lock, status)
               VALUES (%s, 'mail', %s, %s, %s) RETURNING id"""
    return first(words, name, worker_id, queueing_lock, status)


def first(words, *values):
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        row = cursor.fetchone()
        return row and row[0]


def state(job_id):
    return first("SELECT status::text FROM procrastinate_jobs WHERE id = %s", job_id)


def do(task):
    """Run a task as the worker does, with a connection of its kind."""

    async def run():
        async with app.with_connector(app.connector.get_worker_connector()).open_async() as opened:
            await task.func(SimpleNamespace(app=opened), 0)

    asyncio.run(run())


def test_what_a_killed_worker_was_at_waits_again():
    left = job(SEND, worker(silent=60))
    do(take_up_abandoned)
    assert state(left) == "todo"


def test_what_a_living_worker_is_at_is_left_alone():
    held = job(SEND, worker(silent=12))
    do(take_up_abandoned)
    assert state(held) == "doing"


def test_a_worker_that_was_struck_off_has_left_its_jobs_too():
    left = job(SEND, None)
    do(take_up_abandoned)
    assert state(left) == "todo"


def test_what_the_clock_starts_anyway_is_forgotten_even_if_the_next_one_waits():
    left = job(SEQUENCE, worker(silent=60), queueing_lock="ledger-sequence")
    job(SEQUENCE, None, queueing_lock="ledger-sequence", status="todo")
    do(take_up_abandoned)
    assert state(left) is None


def test_a_killed_sequencer_keeps_no_other_from_its_work():
    assert app.tasks[SEQUENCE].lock is None


@pytest.mark.parametrize(("days", "there"), [(29, "failed"), (31, None)])
def test_failed_jobs_are_kept_for_a_month(days, there):
    failed = job(SEND, None, status="failed")
    event = "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'failed', now() - %s * interval '1 day') RETURNING id"
    first(event, failed, days)
    do(forget_old_jobs)
    assert state(failed) == there
