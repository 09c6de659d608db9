"""Signing in with a password and a code: limits, equal answers, and demonstration accounts in production."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from tests.conftest import PASSWORD

from onecity.identity.checks import no_demo_accounts
from onecity.identity.demo import DEMO_PASSWORD, DEMO_SIGN_INS, create_demo_accounts
from onecity.identity.models import Account

pytestmark = pytest.mark.usefixtures("pages")


def login(client, email, password=PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_the_right_password_signs_in_whatever_the_case_of_the_address(resident, client):
    answer = login(client, resident.account.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in_as(client) == str(resident.account.pk)


def test_an_officer_begins_at_the_desk(officer, client):
    assert login(client, officer.email)["Location"] == "/desk/"


def test_a_wrong_password_and_a_wrong_address_are_told_alike(resident, client):
    wrong = login(client, resident.account.email, "wrong-password")
    nobody = login(client, "nobody@huating.example", "wrong-password")
    assert wrong.context["form"].errors == nobody.context["form"].errors
    assert signed_in_as(client) is None


def test_after_five_wrong_passwords_even_the_right_one_waits(resident, client):
    for _ in range(5):
        login(client, resident.account.email, "wrong-password")
    assert "Too many failed" in str(login(client, resident.account.email).context["form"].errors)
    assert signed_in_as(client) is None


def test_a_next_page_elsewhere_is_not_followed(resident, client):
    posted = {"login": resident.account.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/account/login/", posted)["Location"] == "/"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def totp(resident):
    """The resident's authenticator app."""
    secret = generate_totp_secret()
    TOTP.activate(resident.account, secret)
    return secret


def test_with_an_authenticator_a_password_is_not_enough(resident, totp, client):
    assert login(client, resident.account.email)["Location"] == "/account/2fa/authenticate/"
    assert signed_in_as(client) is None
    assert client.get("/resident").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": code_of(totp)})["Location"] == "/"
    assert signed_in_as(client) == str(resident.account.pk)


def test_a_code_is_good_once(resident, totp, client):
    code = code_of(totp)
    for expected in (302, 200):
        client.post("/account/logout/")
        login(client, resident.account.email)
        assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == expected


def test_after_five_wrong_codes_even_the_right_one_waits(resident, totp, client):
    login(client, resident.account.email)
    for wrong in range(6):
        client.post("/account/2fa/authenticate/", {"code": f"{wrong:06}"})
    client.post("/account/2fa/authenticate/", {"code": code_of(totp)})
    assert signed_in_as(client) is None


def test_a_code_of_somebody_else_is_no_good(resident, totp, other_resident, client):
    secret = generate_totp_secret()
    TOTP.activate(other_resident.account, secret)
    login(client, resident.account.email)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert signed_in_as(client) is None


def test_a_code_without_the_password_before_it_is_no_good(resident, totp, client):
    client.post("/account/2fa/authenticate/", {"code": code_of(totp)})
    assert signed_in_as(client) is None


def test_the_secret_of_an_authenticator_is_sealed(resident, totp):
    stored = Authenticator.objects.get(user=resident.account).data["secret"]
    assert totp not in stored
    assert len(stored) > len(totp)


@pytest.fixture
def demo(resident):
    Account.objects.filter(pk=resident.account.pk).delete()
    return create_demo_accounts(resident_id=resident.id, resident_name=resident.name)


def test_the_demonstration_has_a_sign_in_for_everybody(demo, huating, client):
    assert {account.email for account in demo} >= {person.email for person in DEMO_SIGN_INS}
    assert sum(account.email.startswith("officer.") for account in demo) == len(huating.agencies) == 39
    assert login(client, DEMO_SIGN_INS[0].email, DEMO_PASSWORD).status_code == 302
    assert client.get("/resident").status_code == 200


def test_a_second_start_makes_no_second_accounts(demo, resident):
    assert create_demo_accounts(resident_id=resident.id, resident_name=resident.name) == []


def test_production_makes_no_demonstration_accounts(resident, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(Exception, match="not made in production"):
        create_demo_accounts(resident_id=resident.id, resident_name=resident.name)


def test_production_lets_no_demonstration_account_in_or_stay(demo, client, settings):
    login(client, DEMO_SIGN_INS[0].email, DEMO_PASSWORD)
    settings.DEMONSTRATION = False
    assert client.get("/resident").status_code == 302
    client.logout()
    login(client, DEMO_SIGN_INS[0].email, DEMO_PASSWORD)
    assert signed_in_as(client) is None


def test_production_does_not_start_with_demonstration_accounts(demo, settings):
    assert no_demo_accounts(databases=["default"]) == []
    settings.DEMONSTRATION = False
    assert [error.id for error in no_demo_accounts(databases=["default"])] == ["identity.E001"]
    with pytest.raises(SystemCheckError, match="accounts of a demonstration"):
        call_command("check", databases=["default"])
