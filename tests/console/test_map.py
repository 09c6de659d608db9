"""The operators' map: points of open contacts, and nothing of who reported or what was said."""

import pytest

from onecity.common.actor import Actor
from onecity.contact import domain
from onecity.contact.models import ContactRequest
from onecity.contact.queries import mapped

STRANGER = Actor(kind="reporter")
SECRET = "My name is Anna Berg, Willow Street 12"


def told(topic="street-light", **more):
    where = {"lon": 121.36, "lat": 31.22} | more
    return domain.receive(
        channel="web", words=SECRET, topic=topic, actor=STRANGER, name="Anna Berg", phone="13800138000",
        place="Willow Street 12", **where,
    ).request  # fmt: skip


def points(console, **asked):
    return console.get("/console/map.geojson", asked).json()["features"]


def numbers(console, **asked):
    return {each["properties"]["number"] for each in points(console, **asked)}


def test_a_point_tells_number_topic_state_and_place_alone(console):
    request = told()
    (point,) = points(console)
    assert point["geometry"] == {"type": "Point", "coordinates": [121.36, 31.22]}
    assert point["properties"] == {
        "number": request.number, "topic": "Street light is out", "state": "working", "state_in_words": "In work",
        "simulated": True, "url": f"/console/requests/{request.id}/",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/console/map/", "/console/map.geojson"])
def test_nobody_is_named_on_it(console, path):
    told()
    answer = console.get(path).content.decode()
    assert not [secret for secret in ("Anna", "13800138000", "Willow") if secret in answer]


def test_by_agency_district_and_state(console):
    lamp, pipe = told(), told("burst-pipe")
    ContactRequest.objects.filter(id=pipe.id).update(district="lakeside")
    assert numbers(console) == {lamp.number, pipe.number}
    assert numbers(console, agency="transport") == {lamp.number}
    assert numbers(console, district="lakeside") == {pipe.number}
    assert numbers(console, state="answered") == set()
    assert numbers(console, state="solved") == {lamp.number, pipe.number}


def test_what_has_ended_or_has_no_place_is_no_point(console, xu):
    domain.refuse_request(request_id=told().id, reason="Of the next city.", actor=xu)
    domain.receive(channel="web", words="Hello", topic="street-light", actor=STRANGER)
    ContactRequest.objects.filter(words="Hello").update(lon=None, lat=None)
    assert points(console) == []


def test_the_same_rows_stand_in_the_table(console):
    request = told()
    answer = console.get("/console/map/").content.decode()
    assert f'href="/console/requests/{request.id}/">{request.number}</a>' in answer
    assert "simulated" in answer


def test_of_too_many_the_newest_are_shown_and_it_is_said(console, monkeypatch):
    monkeypatch.setattr(mapped, "MOST", 1)
    told()
    newest = told()
    assert numbers(console) == {newest.number}
    assert "Choose an agency or a district" in console.get("/console/map/").content.decode()
