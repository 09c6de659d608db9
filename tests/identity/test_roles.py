"""Who may see what, and as whom she then acts."""

import pytest
from django.test import RequestFactory

from onecity.agencies.models import Post
from onecity.common.clock import today
from onecity.common.errors import NotAllowed
from onecity.identity import roles
from onecity.identity.queries import actor_of, officer_actors

FACES = ("resident", "officer", "designer", "administrator", "auditor")


@pytest.fixture
def people(resident, officer, designer, administrator, auditor):
    return {
        "resident": resident.account,
        "officer": officer,
        "designer": designer,
        "administrator": administrator,
        "auditor": auditor,
    }


@pytest.mark.parametrize("face", FACES)
def test_a_stranger_is_asked_to_sign_in_and_sent_back(db, pages, client, face):
    answer = client.get(f"/{face}?page=2")
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next=/{face}%3Fpage%3D2")


def test_each_page_is_for_its_own_people(people, pages, signed_in):
    seen = {(who, face): _may(signed_in(account), face) for who, account in people.items() for face in FACES}
    assert {pair for pair, may in seen.items() if may} == {
        *((face, face) for face in FACES),
        ("officer", "designer"),
        ("administrator", "designer"),
    }


def _may(client, face):
    status = client.get(f"/{face}").status_code
    assert status in (200, 403)
    return status == 200


def test_an_officer_who_lives_here_is_a_resident_on_the_portal(resident, pages, signed_in):
    Post.objects.create(account=resident.account, agency="health", unit="intake", starts=today())
    client = signed_in(resident)
    assert client.get("/resident").content == b"resident  GET "
    assert client.get("/officer").content == b"officer health GET "
    assert [actor.kind for actor in actor_of(resident.account)] == ["resident", "officer"]


def test_an_officer_of_two_agencies_chooses_one(officer, pages, signed_in):
    Post.objects.create(account=officer, agency="health", unit="intake", starts=today())
    client = signed_in(officer)
    assert client.get("/officer").content == b"officer health GET "
    request = RequestFactory().get("/")
    request.user, request.session = officer, client.session
    roles.choose_agency(request, "public-security")
    request.session.save()
    assert client.get("/officer").content == b"officer public-security GET "
    with pytest.raises(NotAllowed):
        roles.choose_agency(request, "water")


def test_a_post_that_ended_gives_nothing(officer):
    Post.objects.filter(account=officer).update(ends=today().replace(year=2021))
    assert officer_actors(officer) == []


def test_a_head_leads_and_a_designer_has_no_unit(head, designer):
    (leader,) = officer_actors(head)
    assert leader.head
    assert officer_actors(designer) == []


def test_an_actor_is_asked_for_only_where_there_is_one(db):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert roles.actor_or_none(request) is None
    with pytest.raises(NotAllowed):
        roles.actor(request)
