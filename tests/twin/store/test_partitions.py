"""History is kept by the day, and dropped by the day."""

from datetime import UTC, datetime, timedelta

import pytest

from onecity.twin.store import Measurement
from onecity.twin.store.partitions import name_of, tend

NOW = datetime.now(UTC)


def days(store, run):
    rows = run(store.pool.fetch("SELECT inhrelid::regclass::text AS name FROM pg_inherits "
                                "WHERE inhparent = 'twin.history'::regclass"))  # fmt: skip
    return {row["name"].removeprefix("twin.") for row in rows} - {"history_other"}


@pytest.fixture(autouse=True)
def no_days(store, run):
    """No day has a partition, before the test and after it."""
    forget(store, run)
    yield
    forget(store, run)


def forget(store, run):
    for name in days(store, run):
        run(store.pool.execute(f"DROP TABLE twin.{name}"))


def test_the_days_to_come_are_made_once(store, run):
    made, _ = run(tend(store.pool, NOW.date()))
    assert set(made) == days(store, run)
    assert len(made) == 8
    assert run(tend(store.pool, NOW.date())) == ([], [])


def test_what_is_measured_today_lies_in_todays_partition(store, run):
    run(tend(store.pool, NOW.date()))
    instance = {"type": "Property", "value": 1, "observedAt": NOW.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    run(store.record("", [Measurement("urn:x:1", ["T"], {"a": instance})]))
    assert run(store.pool.fetchval(f"SELECT count(*) FROM twin.{name_of(NOW.date())}")) == 1


def test_days_kept_long_enough_are_dropped(store, run, monkeypatch):
    monkeypatch.setenv("ONECITY_HISTORY_DAYS", "30")
    run(tend(store.pool, NOW.date() - timedelta(days=40)))
    _, dropped = run(tend(store.pool, NOW.date()))
    assert dropped == [name_of(NOW.date() - timedelta(days=n)) for n in range(40, 32, -1)]


def test_a_day_that_has_rows_already_is_left_where_it_is(store, run):
    instance = {"type": "Property", "value": 1, "observedAt": NOW.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    run(store.record("", [Measurement("urn:x:1", ["T"], {"a": instance})]))
    made, _ = run(tend(store.pool, NOW.date()))
    assert name_of(NOW.date()) not in made
    assert len(made) == 7
