"""The city in memory: looked for every few seconds, kept while the database is away."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection

from onecity.city import queries
from onecity.city.domain import install_city
from onecity.city.files import read_city

SMALL = Path(__file__).parent.parent / "data" / "cities" / "small"
pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return read_city(SMALL).city


@pytest.fixture
def always_looking(monkeypatch):
    monkeypatch.setattr(queries, "LOOK_EVERY", 0.0)


def the_database_is_away(execute, sql, params, many, context):
    raise OperationalError("the connection was refused")


def test_nothing_installed():
    with pytest.raises(queries.NoCity) as refusal:
        queries.current()
    assert (refusal.value.status, refusal.value.next_step) == (503, "Run: onecity load city <folder>")


def test_the_first_look_costs_two_queries_and_the_next_none(city, django_assert_num_queries):
    install_city(city=city)
    with django_assert_num_queries(2):
        queries.current()
    with django_assert_num_queries(0):
        assert queries.current().code == "small"


def test_a_look_for_a_newer_release_costs_one_query(city, always_looking, django_assert_num_queries):
    install_city(city=city)
    queries.current()
    with django_assert_num_queries(1):
        queries.current()


def test_a_newer_release_is_seen(city, always_looking):
    install_city(city=city)
    first = queries.release()
    install_city(city=city, services="others")
    assert queries.release() > first


def test_an_earlier_state_can_come_back(city, always_looking):
    releases = [install_city(city=city, services=state).id for state in ("a", "b", "a", "a")]
    assert releases[0] < releases[1] < releases[2] == releases[3]


def test_while_the_database_is_away_the_city_stays(city, always_looking):
    install_city(city=city)
    queries.current()
    with connection.execute_wrapper(the_database_is_away):
        assert queries.current() == city


def test_without_a_city_in_memory_the_database_is_missed():
    with connection.execute_wrapper(the_database_is_away), pytest.raises(OperationalError):
        queries.current()
