"""Step-up, the end of a session, and what was typed before it."""

import pytest
from django.contrib.sessions.models import Session
from tests.conftest import PASSWORD

QUARTER, HOUR, DAY = 15 * 60, 3600, 24 * 3600
pytestmark = pytest.mark.usefixtures("pages")


def login(client, account, **query):
    return client.post("/account/login/", {"login": account.email, "password": PASSWORD}, query_params=query)


def test_a_fresh_sign_in_may_decide_at_once(officer, client):
    login(client, officer)
    assert client.post("/decide", {"reason": "sound"}).content == b"officer public-security POST sound"


def test_after_a_quarter_of_an_hour_a_decision_asks_first_and_loses_nothing(officer, client, later):
    login(client, officer)
    later(client, QUARTER + 1)
    asked = client.post("/decide?from=queue", {"reason": "不符合条件 & more"})
    assert (asked.status_code, asked["Location"]) == (302, "/account/reauthenticate/?next=%2Faccount%2Fresume%2F")
    proved = client.post(asked["Location"], {"password": PASSWORD})
    assert proved["Location"] == "/account/resume/"
    done = client.get("/account/resume/")
    assert done.content.decode() == "officer public-security POST 不符合条件 & more"
    assert client.get("/account/resume/")["Location"] == "/"  # once only


def test_a_wrong_password_decides_nothing(officer, client, later):
    login(client, officer)
    later(client, QUARTER + 1)
    asked = client.post("/decide", {"reason": "sound"})
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 200
    again = client.get("/account/resume/")
    assert again["Location"].startswith("/account/reauthenticate/")


def test_a_page_asks_first_and_is_shown_then(resident, client, later):
    login(client, resident.account)
    later(client, QUARTER + 1)
    asked = client.get("/paper?as=pdf")
    assert asked["Location"] == "/account/reauthenticate/?next=%2Fpaper%3Fas%3Dpdf"
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == "/paper?as=pdf"


def test_htmx_is_told_to_leave_the_page(officer, client, later):
    login(client, officer)
    later(client, QUARTER + 1)
    asked = client.post("/decide", {"reason": "x"}, headers={"HX-Request": "true"})
    assert (asked.status_code, asked["HX-Redirect"][:24]) == (204, "/account/reauthenticate/")


def test_a_session_gets_a_new_key_at_sign_in_and_at_step_up(officer, client, later):
    client.get("/account/login/")
    client.session["planted"] = True
    login(client, officer)
    first = client.session.session_key
    later(client, QUARTER + 1)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.session.session_key != first
    assert not Session.objects.filter(session_key=first).exists()


def test_a_planted_session_key_is_not_kept_at_sign_in(officer, client):
    planted = client.session
    planted["x"] = 1
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    login(client, officer)
    assert client.session.session_key != planted.session_key


@pytest.mark.parametrize(("seconds", "status"), [(12 * HOUR - 60, 200), (12 * HOUR + 60, 302)])
def test_a_resident_is_signed_out_after_half_a_day_without_use(resident, client, later, seconds, status):
    login(client, resident.account)
    client.get("/resident")
    later(client, seconds)
    assert client.get("/resident").status_code == status


def test_an_officer_is_signed_out_after_an_hour_without_use(officer, client, later):
    login(client, officer)
    client.get("/officer")
    later(client, HOUR + 61)
    assert client.get("/officer")["Location"] == "/account/login/?next=%2Fofficer"


def test_a_session_in_use_still_ends(resident, client, later):
    login(client, resident.account)
    client.get("/resident")
    session = client.session
    session["begun"] -= 14 * DAY + 60
    session.save()
    assert client.get("/resident").status_code == 302


def test_what_was_typed_waits_for_the_same_person_to_sign_in_again(officer, other_agency_officer, client, later):
    login(client, officer)
    client.get("/officer")
    later(client, HOUR + 61)
    ended = client.post("/decide", {"reason": "long text"})
    assert ended["Location"] == "/account/login/?next=%2Faccount%2Fresume%2F"
    login(client, officer, next="/account/resume/")
    assert client.get("/account/resume/").content == b"officer public-security POST long text"


def test_what_was_typed_is_not_sent_by_somebody_else(officer, other_agency_officer, client, later):
    login(client, officer)
    client.get("/officer")
    later(client, HOUR + 61)
    client.post("/decide", {"reason": "long text"})
    login(client, other_agency_officer)
    assert client.get("/account/resume/")["Location"] == "/"


def test_a_changed_password_ends_all_other_sessions(resident, client, signed_in):
    elsewhere = signed_in(resident)
    login(client, resident.account)
    new = "an-even-longer-password"
    changed = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert changed.status_code == 302
    assert elsewhere.get("/resident").status_code == 302
    assert client.get("/resident").status_code == 200


def test_production_wants_a_second_factor_of_officers_and_not_of_residents(officer, resident, client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    login(client, officer)
    assert client.get("/officer")["Location"] == "/account/2fa/?next=%2Fofficer"
    client.post("/account/logout/")
    login(client, resident.account)
    assert client.get("/resident").status_code == 200
