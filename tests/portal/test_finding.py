"""Finding a service."""

import pytest


def test_home_begins_with_the_question_and_leads_to_life_events_and_subjects(client, huating):
    page = client.get("/").content.decode()
    assert page.index("What do you need to do?") < page.index("/life-events/having-a-child/") < page.index("/subjects/")


def test_life_events_stand_in_the_order_of_the_city(client, huating):
    page = client.get("/").content.decode()
    places = [page.index(f"/life-events/{code}/") for code in huating.life_events]
    assert places == sorted(places)


def test_a_search_gives_five_with_the_best_first(client, huating):
    answer = client.get("/search", {"q": "residence certificate"})
    hits = answer.context["hits"]
    assert len(hits) == 5
    assert hits[0].service.code == "residence-certificate.apply"


def test_while_typing_only_the_list_is_sent(client, huating):
    page = client.get(
        "/search", {"q": "residence certificate"}, headers={"HX-Request": "true", "HX-Target": "live"}
    ).content.decode()
    assert "Get a residence certificate" in page
    assert "<html" not in page


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "%00", "😀" * 50, "a" * 5000, "' or 1=1 --"])
def test_whatever_is_typed_gets_an_answer(client, huating, typed):
    answer = client.get("/search", {"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/life-events/nothing/", "/subjects/nothing/", "/services/nothing.at-all/"])
def test_what_does_not_exist_is_said_plainly(client, huating, address, words):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "We cannot find this" in words(answer)


def test_a_stranger_reads_the_whole_service_before_signing_in(client, huating, words):
    page = words(client.get("/services/residence-certificate.apply/"))
    assert "Public Security Bureau" in page
    assert "Nothing for 4 answers" in page
    assert "Sign in and apply" in page
    assert "You may apply" not in page


def test_a_resident_reads_whether_she_may_apply(home, words):
    assert "You may apply." in words(home.get("/services/residence-certificate.apply/"))


def test_who_may_not_apply_reads_why(new_resident, signed_in, words):
    young = new_resident(name="陈小雨", born="2012-06-01")
    page = words(signed_in(young).get("/services/residence-certificate.apply/"))
    assert "You may not apply now. A residence certificate is issued to people aged 18 or over." in page
    assert "Apply now" not in page


def test_the_look_into_the_registers_is_on_record(home, resident):
    from onecity.ledger.models import Entry

    home.get("/services/residence-certificate.apply/")
    read = Entry.objects.filter(resident_id=resident.id, purpose="residence-certificate.apply", action="read")
    assert read.exists()


@pytest.fixture
def driver(new_resident, signed_in):
    """Her driving licence expires in two months."""
    from datetime import timedelta

    from onecity.common import clock

    soon = (clock.today() + timedelta(days=60)).isoformat()
    licence = {
        "licence_number": "990000000001",
        "licence_class": "C1",
        "issued": "2015-01-01",
        "expires": soon,
        "points": 0,
    }
    return signed_in(new_resident(driving=licence))


def test_what_expires_is_told_on_the_first_page(driver):
    assert "/services/driving-licence.renew/" in driver.get("/").content.decode()


def test_what_she_does_not_hold_does_not_expire(driver):
    assert "ride-hailing" not in driver.get("/").content.decode()
