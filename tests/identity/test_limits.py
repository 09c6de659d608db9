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


@pytest.mark.parametrize(
    ("seen", "counted"),
    [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::1", "::/64")],
)
def test_an_address_is_counted_by_its_network(rf, seen, counted):
    assert limits.address_of(rf.get("/", REMOTE_ADDR=seen)) == counted


def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    assert limits.address_of(request) == "203.0.113.7"


def test_without_a_proxy_nobody_can_claim_an_address(rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert limits.address_of(request) == "203.0.113.7"


def test_parallel_tries_count_too(transactional_db):
    def one(_):
        try:
            return allowed("parallel", times=5)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        results = list(threads.map(one, range(20)))
    assert sum(results) == 5
