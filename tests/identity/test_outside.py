"""Signing in through a provider that runs as a process of its own."""

import socket
import subprocess
import sys
import time
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount import providers as registry
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.exceptions import ImproperlyConfigured
from tests.conftest import PASSWORD

from onecity.identity import oidc
from onecity.identity.models import Account
from onecity.identity.provider import number_in

NUMBER = "990000198811110011"
pytestmark = pytest.mark.usefixtures("city_id")


@pytest.fixture(scope="module")
def issuer():
    """The address of a provider that was started for these tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        _wait_for(f"http://localhost:{port}/.well-known/openid-configuration")
        yield f"http://localhost:{port}"
        process.terminate()


def _wait_for(address):
    for _ in range(150):
        try:
            return requests.get(address, timeout=1).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest.fixture
def city_id(db, issuer, pages, settings):
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers(
        {
            "ONECITY_OIDC_ISSUER": issuer,
            "ONECITY_OIDC_CLIENT_ID": "onecity",
            "ONECITY_OIDC_SECRET": "s3cret",
            "ONECITY_OIDC_NAME": "Huating ID",
            "ONECITY_OIDC_ALLOW_HTTP": "1",
        }
    )
    settings.SIGN_UP_BY_REGISTER = False
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    registry.registry.loaded = False
    registry.registry.load()


@pytest.fixture
def newcomer(huating):
    from onecity.people.domain import register_resident

    return register_resident(number=NUMBER, name="何静", born=date(1988, 11, 11), district="liutang", made_up=True)


@pytest.fixture
def person(issuer):
    """Make somebody known to the provider."""

    def make(sub, **claims):
        requests.put(f"{issuer}/users/{sub}", json=claims, timeout=5).raise_for_status()
        return sub

    return make


def come_back(client, sub, *, process="login", change=lambda address: address):
    """Press the button, say at the provider who one is, and come back."""
    begun = client.post(f"/account/oidc/city/login/?process={process}&next=/resident")
    assert begun.status_code == 302
    agreed = requests.post(begun["Location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(change(agreed.headers["Location"]))
    return client.get(f"{back.path}?{back.query}")


def said(client):
    return [str(message) for message in client.get("/account/login/").context["messages"]]


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_the_button_leads_to_the_provider_with_proof_keys_and_our_address(client, issuer):
    begun = urlsplit(client.post("/account/oidc/city/login/")["Location"])
    asked = {name: values[0] for name, values in parse_qs(begun.query).items()}
    assert f"{begun.scheme}://{begun.netloc}" == issuer
    assert asked["redirect_uri"] == "http://testserver/account/oidc/city/login/callback/"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert len(asked["state"]) >= 16


def test_the_first_sign_in_opens_the_account_of_the_resident_with_that_number(client, newcomer, person):
    answer = come_back(client, person("he", resident_number=NUMBER, email="he@mail.example", name="Somebody Else"))
    assert (answer.status_code, answer["Location"]) == (302, "/resident")
    account = Account.objects.get(resident_id=newcomer.id)
    assert (account.name, account.email, account.proved_by) == ("何静", "he@mail.example", "outside")
    assert client.get("/resident").content == b"resident  GET "


def test_the_second_sign_in_finds_the_account_again(client, newcomer, person):
    sub = person("he", resident_number=NUMBER, email="he@mail.example")
    come_back(client, sub)
    first = signed_in_as(client)
    client.post("/account/logout/")
    come_back(client, sub)
    assert signed_in_as(client) == first
    assert Account.objects.count() == 1


def test_nothing_the_provider_said_is_stored_readable(client, newcomer, person):
    for _ in range(2):
        come_back(client, person("he", resident_number=NUMBER, email="he@mail.example"))
    extra = SocialAccount.objects.get().extra_data
    assert set(extra) == {"number"}
    assert NUMBER not in str(extra)
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize("claims", [{"resident_number": "990000200001019999"}, {}, {"resident_number": ""}])
def test_somebody_the_register_does_not_know_is_refused(client, newcomer, person, claims):
    come_back(client, person("stranger", email="he@mail.example", **claims))
    assert signed_in_as(client) is None
    assert said(client) == ["The register knows nobody with the number that came with this sign-in."]
    assert not Account.objects.exists()


def test_an_address_alone_opens_nobodys_account(client, resident, person):
    come_back(client, person("thief", email=resident.account.email, email_verified=True))
    assert signed_in_as(client) is None


def test_somebody_elses_address_does_not_lead_to_her_account(client, resident, newcomer, person):
    answer = come_back(client, person("he", resident_number=NUMBER, email=resident.account.email, email_verified=True))
    assert signed_in_as(client) != str(resident.account.pk)
    assert "signup" in answer["Location"] or "confirm-email" in answer["Location"]


def test_an_account_opened_at_the_office_is_not_taken_over(client, resident, person):
    number = _number_of(resident)
    come_back(client, person("she", resident_number=number, email="new@mail.example"))
    assert signed_in_as(client) is None
    assert "You have an account already" in said(client)[0]


def _number_of(resident):
    from onecity.common.sealed import unseal

    return unseal(bytes(resident.number_sealed))


def login(client, account):
    return client.post("/account/login/", {"login": account.email, "password": PASSWORD})


def test_the_owner_adds_the_provider_to_her_account_and_signs_in_by_it(client, resident, person):
    login(client, resident.account)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    sub = person("she", resident_number=_number_of(resident))
    come_back(client, sub, process="connect")
    client.post("/account/logout/")
    come_back(client, sub)
    assert signed_in_as(client) == str(resident.account.pk)


def test_nobody_can_add_another_persons_sign_in(client, resident, newcomer, person):
    login(client, resident.account)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    come_back(client, person("he", resident_number=NUMBER), process="connect")
    assert not SocialAccount.objects.exists()
    assert Account.objects.get(pk=resident.account.pk).resident_id == resident.id


def test_an_account_opened_on_weaker_proof_gives_the_resident_up(client, newcomer, person, signed_in):
    from onecity.identity.domain import issue_token, open_account
    from onecity.identity.models import ApiToken

    weak = open_account(
        email="first@mail.example", name="何静", password=PASSWORD, resident_id=newcomer.id
    )  # somebody else knew her number and her birthday
    Account.objects.filter(pk=weak.pk).update(proved_by="register")
    issue_token(name="x", account=weak)
    thief = signed_in(weak)
    come_back(client, person("he", resident_number=NUMBER, email="he@mail.example"))
    assert Account.objects.get(resident_id=newcomer.id).email == "he@mail.example"
    assert thief.get("/resident").status_code == 302
    assert not ApiToken.objects.exists()


def test_another_number_for_the_same_sign_in_is_not_believed(client, newcomer, resident, person):
    sub = person("he", resident_number=NUMBER, email="he@mail.example")
    come_back(client, sub)
    client.post("/account/logout/")
    person("he", resident_number=_number_of(resident), email="he@mail.example")
    come_back(client, sub)
    assert signed_in_as(client) is None


def test_an_answer_without_our_state_is_refused(client, newcomer, person):
    sub = person("he", resident_number=NUMBER, email="he@mail.example")
    answer = come_back(client, sub, change=lambda address: address.replace("state=", "state=x"))
    assert signed_in_as(client) is None
    assert answer.status_code < 500


def test_a_code_is_good_in_the_browser_that_asked_for_it_only(client, newcomer, person, django_user_model):
    from django.test import Client

    sub, victim = person("he", resident_number=NUMBER, email="he@mail.example"), Client()
    begun = client.post("/account/oidc/city/login/")
    agreed = requests.post(begun["Location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(agreed.headers["Location"])
    victim.get(f"{back.path}?{back.query}")
    assert signed_in_as(victim) is None


def test_saying_no_at_the_provider_signs_nobody_in(client, newcomer):
    begun = client.post("/account/oidc/city/login/")
    denied = requests.post(begun["Location"], data={"action": "deny"}, allow_redirects=False, timeout=5)
    back = urlsplit(denied.headers["Location"])
    assert client.get(f"{back.path}?{back.query}").status_code < 500
    assert signed_in_as(client) is None


def test_a_provider_that_does_not_answer_is_told_plainly(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:1"
    answer = client.post("/account/oidc/city/login/")
    assert answer.status_code < 500


def test_step_up_goes_to_the_provider_when_there_is_no_password(client, newcomer, person, later):
    sub = person("he", resident_number=NUMBER, email="he@mail.example")
    come_back(client, sub)
    assert client.get("/paper").status_code == 200
    later(client, 15 * 60 + 1)
    asked = client.post("/paper", {"reason": "typed"})
    assert asked["Location"] == "/account/oidc/city/login/?auth_params=prompt%3Dlogin&next=%2Faccount%2Fresume%2F"
    begun = client.post(asked["Location"])
    assert "prompt=login" in begun["Location"]
    agreed = requests.post(begun["Location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(agreed.headers["Location"])
    proved = client.get(f"{back.path}?{back.query}")
    assert client.get(proved["Location"]).content == b"resident  POST typed"


def test_the_issuer_must_be_reached_by_https():
    wanted = {"ONECITY_OIDC_CLIENT_ID": "x", "ONECITY_OIDC_SECRET": "y"}
    for issuer in ("http://id.example", "http://localhost:9400"):
        with pytest.raises(ImproperlyConfigured, match="https"):
            oidc.providers({**wanted, "ONECITY_OIDC_ISSUER": issuer})
    with pytest.raises(ImproperlyConfigured, match="https"):
        oidc.providers({**wanted, "ONECITY_OIDC_ISSUER": "http://id.example", "ONECITY_OIDC_ALLOW_HTTP": "1"})
    with pytest.raises(ImproperlyConfigured, match="ONECITY_OIDC_SECRET is not"):
        oidc.providers({"ONECITY_OIDC_ISSUER": "https://id.example", "ONECITY_OIDC_CLIENT_ID": "x"})
    assert oidc.providers({}) == {}


def test_a_form_may_end_at_the_provider():
    assert oidc.form_targets({"ONECITY_OIDC_ISSUER": "https://id.example/realms/city"}) == ["https://id.example"]
    assert oidc.form_targets({}) == []


def test_the_number_is_taken_from_the_token_before_the_user_information():
    assert number_in({"id_token": {"n": 1}, "userinfo": {"n": 2}}, "n") == "1"
    assert number_in({"userinfo": {"n": 2}}, "n") == "2"
    assert number_in({}, "n") == ""
