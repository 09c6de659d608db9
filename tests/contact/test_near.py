"""What is shown as likely the same: by meaning, distance and time, also in another language and under another topic."""

import time
from datetime import timedelta

import pytest

from onecity.common import clock
from onecity.common.actor import Actor
from onecity.contact import domain
from onecity.contact.models import ContactRequest
from onecity.contact.queries import near
from onecity.contact.queries.near import near_duplicates

LON, LAT = 121.36, 31.22
LAMP = "The street lamp in front of the gate has been dark for a week"
LAMP_ZH = "小区门口路灯坏了一周，晚上一片漆黑"
WATER = "Water is bubbling up through the tarmac"
METRE = 1 / 111_320  # degrees of latitude


def told(words, *, north=0.0, topic="street-light", private=False):
    reporter = Actor(kind="reporter")
    here = {"lon": LON, "lat": LAT + north * METRE}
    return domain.receive(channel="web", words=words, topic=topic, private=private, actor=reporter, **here).request


def found(words=LAMP, topics=(), **more):
    return [each.id for each in near_duplicates(words=words, topics=topics, lon=LON, lat=LAT, **more)]


def test_the_same_in_another_language_and_under_another_topic_is_found(centre):
    assert found() == []
    lamp = told(LAMP_ZH, north=100, topic="burst-pipe")
    told(WATER, north=20)
    assert found() == [lamp.id]


def test_the_same_topic_close_by_is_enough(centre):
    pipe = told("Hello", north=50)
    told("Hello", north=200)
    assert found("Dark", topics=["street-light"]) == [pipe.id]


def test_the_nearer_and_the_newer_stand_first(centre):
    far, near_, old = told(LAMP, north=250), told(LAMP, north=30), told(LAMP, north=30)
    ContactRequest.objects.filter(id=old.id).update(at=clock.now() - timedelta(days=20))
    assert found() == [near_.id, old.id, far.id]


@pytest.mark.parametrize("change", [{"at": clock.now() - timedelta(days=61)}, {"lat": LAT + 310 * METRE}])
def test_what_is_old_or_far_is_not_found(centre, change):
    told(LAMP)
    ContactRequest.objects.update(**change)
    assert found() == []


def test_what_is_private_is_for_operators_alone(centre):
    private = told(LAMP, private=True)
    assert (found(), found(private=True)) == ([], [private.id])


def test_what_is_closed_is_no_candidate(centre, xu):
    domain.refuse_request(request_id=told(LAMP).id, reason="Of the next city.", actor=xu)
    assert found() == []


def test_without_a_point_nothing_is_near(centre):
    told(LAMP)
    assert near_duplicates(words=LAMP, topics=["street-light"], lon=None, lat=None) == []


def test_a_crowded_place_is_looked_through_in_a_moment(centre):
    """The nearest are read at once, the others by and by; whoever waits, waits for a moment."""
    for number in range(60):
        told(f"{LAMP} at number {number} of the long row of houses behind the market hall", north=number)
    near._held.clear()
    found()
    assert len(near._held) == near.AT_ONCE
    found()
    found()
    begun = time.perf_counter()
    assert len(found()) == 3
    assert time.perf_counter() - begun < 0.05
