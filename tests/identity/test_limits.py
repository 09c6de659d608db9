"""How often somebody may try."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from onecity.common import clock
from onecity.identity import limits
from onecity.identity.models import Limit

HOUR = timedelta(hours=1)


def allowed(who="anna", times=3):
    return limits.allow(what="try", who=who, times=times, within=HOUR)


def test_tries_are_counted_by_who_and_what(db):
    assert [allowed() for _ in range(4)] == [True, True, True, False]
    assert allowed("bo")
    assert limits.allow(what="another", who="anna", times=3, within=HOUR)


def test_after_the_span_counting_begins_again(db):
    assert [allowed() for _ in range(4)][-1] is False
    with clock.set_to(clock.now() + HOUR + timedelta(seconds=1)):
        assert allowed()


def test_a_refusal_says_to_wait(db):
    with pytest.raises(limits.TooOften, match="too often"):
        limits.check(what="try", who="anna", times=0, within=HOUR)


def test_nobodys_name_is_stored(db):
    allowed("anna@mail.example")
    assert "anna" not in Limit.objects.get().key


def test_old_spans_are_forgotten(db):
    allowed()
    with clock.set_to(clock.now() + HOUR * 2):
        allowed("bo")
        limits.forget_old()
    assert Limit.objects.count() == 1


def test_parallel_tries_count_too(django_db_setup, django_db_blocker):
    def one(_):
        try:
            return allowed("parallel", times=5)
        finally:
            connection.close()

    with django_db_blocker.unblock():
        with ThreadPoolExecutor(10) as threads:
            results = list(threads.map(one, range(20)))
        Limit.objects.all().delete()
        connection.close()
    assert sum(results) == 5
