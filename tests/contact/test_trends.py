"""Topics that rise: a burst is noticed and told once, an even flow and the week's own rhythm are not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecity.common import clock
from onecity.contact import domain
from onecity.contact.domain.rises import watch_rises
from onecity.contact.models import ContactRequest, Rise
from onecity.contact.queries.trends import behind, is_unusual, rising_topics
from onecity.notices.models import AgencyAlert


@pytest.fixture
def told(anybody):
    """So many contacts about the lamp, so long ago."""

    def tell(count, days_ago=0.0, place="Willow Street"):
        with clock.set_to(clock.now() - timedelta(days=days_ago, minutes=5)):
            for _ in range(count):
                domain.receive(
                    channel="web", words="The lamp is dark", topic="street-light", place=place, actor=anybody
                )

    return tell


def test_a_burst_is_noticed_and_told_to_the_heads_once(centre, told):
    told(12)
    assert (watch_rises(), watch_rises()) == (1, 0)
    rise = Rise.objects.get()
    assert (rise.topic, rise.agency, rise.counts[0], rise.usual) == ("street-light", "transport", 12, 0)
    alert = AgencyAlert.objects.get(kind="topic-rises")
    assert (alert.agency, alert.heads, alert.facts["count"]) == ("transport", True, 12)


def test_what_comes_every_week_at_this_hour_is_usual(centre, told):
    for week in range(1, 9):
        told(10, days_ago=7 * week)
    told(12)
    assert rising_topics(clock.now()) == []


def test_other_weekdays_are_no_measure(centre, told):
    told(40, days_ago=3)
    told(12)
    assert [rising.topic for rising in rising_topics(clock.now())] == ["street-light"]


def test_a_rise_that_has_fallen_back_is_over_and_may_come_again(centre, told):
    told(12)
    watch_rises()
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert watch_rises() == 0
        assert Rise.objects.get().ended_at is not None
        told(15)
        assert watch_rises() == 1


def test_a_district_is_named_when_the_city_as_a_whole_shows_nothing(centre, told):
    ContactRequest.objects.all().delete()
    for week in range(1, 9):
        told(30, days_ago=7 * week, place="")
    told(24, place="")
    told(9)
    assert [(rising.topic, rising.district) for rising in rising_topics(clock.now())] == [("street-light", "zhuxi")]


def test_the_contacts_behind_it_are_the_newest_of_the_day(centre, told):
    told(3, days_ago=1.5)
    told(12)
    watch_rises()
    assert len(behind(Rise.objects.get())) == 12


@given(st.integers(0, 5000), st.integers(2, 9))
def test_an_even_flow_never_rises(count, weeks):
    assert not is_unusual((count, *[count] * weeks))


@given(st.integers(0, 400))
def test_tenfold_always_does(count):
    assert is_unusual((10 * count + 10, *[count] * 8))
