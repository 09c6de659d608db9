"""What holds for every page: how much it asks of the database, what stands in it, and what it tells browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST = 12  # statements
OWN = [
    "/", "/cases/", "/inbox/", "/certificates/", "/me/", "/me/contact/", "/me/looks/", "/me/acting/", "/me/corrections/",
    "/services/residence-certificate.apply/", "/life-events/having-a-child/", "/search?q=passport", "/verify/",
]  # fmt: skip
OPEN = [
    "/",
    "/search",
    "/services/residence-certificate.apply/",
    "/account/login/",
    "/privacy/",
    "/accessibility/",
    "/verify/",
]


@pytest.fixture
def warm(client, huating):
    """City and catalogue are in memory, as in any process that has answered before."""
    client.get("/services/residence-certificate.apply/")


@contextmanager
def at_most(most: int) -> Iterator[None]:
    """At most so many statements; the marks of a transaction are none."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= most, "\n".join(asked)


@pytest.mark.parametrize("address", OWN)
def test_a_signed_in_page_asks_little_of_the_database(home, case, warm, address):
    with at_most(MOST):
        assert home.get(address).status_code == 200


def test_the_pages_of_a_case_and_a_draft_ask_little_too(home, case, warm, resident, actor_of):
    from onecity.catalogue.queries import get_service
    from onecity.forms.domain import start_draft

    service = get_service("residence-certificate.apply")
    draft = start_draft(service=service, resident_id=resident.id, actor=actor_of(resident))
    for address in (f"/cases/{case.id}/", f"/drafts/{draft.id}/pages/you/", f"/drafts/{draft.id}/check/"):
        with at_most(MOST):
            assert home.get(address).status_code == 200


@pytest.mark.parametrize("address", OPEN)
def test_no_script_and_no_style_stands_in_a_page(client, huating, address):
    page = client.get(address).content.decode()
    assert re.findall(r"\sstyle=|\son\w+=|<style|javascript:", page) == []
    assert [
        tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag and "application/json" not in tag
    ] == []


@pytest.mark.parametrize("address", OPEN)
def test_a_page_names_its_language_and_its_city(client, huating, address):
    english = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    chinese = client.get(address, headers={"Accept-Language": "zh-CN"}).content.decode()
    assert '<html lang="en">' in english
    assert "– Huating</title>" in english
    assert '<html lang="zh-Hans">' in chinese
    assert "– 华亭</title>" in chinese


@pytest.mark.parametrize("address", ["/", "/cases/", "/services/residence-certificate.apply/"])
def test_the_telephone_number_and_the_ribbon_of_a_made_up_city_are_always_in_sight(home, address):
    page = home.get(address).content.decode()
    assert 'href="tel:12345"' in page
    assert "made up" in page


def test_pages_of_a_signed_in_person_are_kept_nowhere(home):
    assert home.get("/cases/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/cases/", "/inbox/", "/me/", "/certificates/", "/me/looks/"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, huating, address):
    assert client.get(address).headers["Location"] == f"/account/login/?next={address}"


def test_nothing_personal_stands_in_an_address(home, case, resident):
    page = home.get("/cases/").content.decode() + home.get(f"/cases/{case.id}/").content.decode()
    addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page))
    assert case.number not in addresses
    assert resident.name not in addresses
    assert str(resident.id) not in addresses
