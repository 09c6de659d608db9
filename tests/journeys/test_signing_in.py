"""Signing in with a real browser, under our content security policy: passkey, codes from an app, an outside provider."""

import base64
import hmac
import re
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from .people import PASSWORD, Visitor

RESIDENT = "officer.archives@huating.example"  # an account that no other journey uses
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class AtLocalhost:
    """A person at http://localhost: browsers allow passkeys there, and not at an address of numbers."""

    def __init__(self, person: Visitor, address: str) -> None:
        self.person, self.page = person, person.page
        self.address = address.replace("127.0.0.1", "localhost")

    def opens(self, path: str) -> Page:
        return self.person.opens(f"{self.address}{path}")

    def has_a_key(self) -> None:
        """A device that can hold passkeys, and whose owner always agrees."""
        device = self.page.context.new_cdp_session(self.page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    def types_password(self) -> None:
        self.opens("/account/login/")
        self.page.locator("form.sign-in [name=login]").fill(RESIDENT)
        self.page.locator("form.sign-in [name=password]").fill(PASSWORD)
        self.page.locator("form.sign-in .button").click()
        expect(self.page).not_to_have_url(re.compile("/account/login/"))

    def proves_by_password_if_asked(self) -> None:
        if "/reauthenticate" in self.page.url:
            self.page.locator("main [name=password]").fill(PASSWORD)
            self.page.locator("main form .button").first.click()

    def signs_out(self) -> None:
        self.opens("/account/logout/")
        self.page.locator("main form .button").first.click()
        expect(self.page).to_have_url(re.compile("localhost:[0-9]+/$"))

    def complains_of_nothing(self) -> None:
        assert self.person.errors == []


def code_now(secret: str, *, ahead: int = 0) -> str:
    """The six figures that an authenticator app shows (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, "sha1")
    place = digest[-1] & 15
    return f"{int.from_bytes(digest[place : place + 4], 'big') % (1 << 31) % 1_000_000:06}"


@pytest.fixture
def person(visit: Callable[..., Visitor], address: str) -> AtLocalhost:
    return AtLocalhost(visit(), address)


def test_a_passkey_is_added_and_opens_the_account_without_a_password(person: AtLocalhost) -> None:
    person.has_a_key()
    person.types_password()
    person.opens("/account/2fa/webauthn/add/")
    person.proves_by_password_if_asked()
    person.page.locator("[name=name]").fill("My telephone")
    person.page.locator("form[data-passkey] .button").click()
    expect(person.page).to_have_url(re.compile("/account/2fa/"))
    person.signs_out()
    person.opens("/account/login/?next=/account/2fa/webauthn/")
    person.page.locator("form[data-passkey] .button").click()
    expect(person.page).not_to_have_url(re.compile("/account/login/"))
    person.opens("/account/2fa/webauthn/")
    expect(person.page.locator("main")).to_contain_text("My telephone")
    person.complains_of_nothing()
    person.page.locator("main a[href*='/remove/']").click()
    person.proves_by_password_if_asked()
    person.page.locator("main form .button").first.click()
    expect(person.page.locator("main")).not_to_contain_text("My telephone")


def test_codes_from_an_app_are_asked_for_at_sign_in_and_recovery_codes_replace_them(person: AtLocalhost) -> None:
    person.types_password()
    person.opens("/account/2fa/totp/activate/")
    person.proves_by_password_if_asked()
    secret = re.search(r"\b[A-Z2-7]{32}\b", person.page.content())
    assert secret, person.page.inner_text("main")
    assert person.page.locator("main img, main svg").count() > 0
    person.page.locator("main [name=code]").fill(code_now(secret[0]))
    person.page.locator("main form .button").first.click()
    expect(person.page).not_to_have_url(re.compile("/activate/"))
    person.opens("/account/2fa/recovery-codes/")
    person.proves_by_password_if_asked()
    spare = re.findall(r"\b[0-9a-f]{8}\b", person.page.inner_text("main")) or re.findall(
        r"\b\d{8}\b", person.page.inner_text("main")
    )
    assert len(spare) >= 10
    person.signs_out()
    person.types_password()
    expect(person.page).to_have_url(re.compile("/account/2fa/authenticate/"))
    person.page.locator("main [name=code]").fill("000000")
    person.page.locator("main form .button").first.click()
    expect(person.page).to_have_url(re.compile("/account/2fa/authenticate/"))
    person.page.locator("main [name=code]").fill(spare[0])
    person.page.locator("main form .button").first.click()
    expect(person.page).not_to_have_url(re.compile("/account/2fa/"))
    person.complains_of_nothing()
    person.opens("/account/2fa/totp/deactivate/")
    if "/reauthenticate" in person.page.url:
        if person.page.locator("main [name=password]").count():
            person.proves_by_password_if_asked()
        else:
            person.page.locator("main [name=code]").fill(spare[1])
            person.page.locator("main form .button").first.click()
    person.page.locator("main form .button").first.click()
    expect(person.page).to_have_url(re.compile("/account/2fa/$"))


NEWCOMER = """
from datetime import date
from onecity.people.domain import register_resident
register_resident(number="99000019881111001X", name="何静", born=date(1988, 11, 11), district="liutang", made_up=True)
"""


@pytest.fixture
def with_provider(city_settings: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The city with sign-in through an outside provider, on a port of its own, and the provider: both addresses."""
    city, provider = f"http://127.0.0.1:{free_port()}", f"http://localhost:{free_port()}"
    settings = {
        **city_settings,
        "ONECITY_URL": city,
        "ONECITY_OIDC_ISSUER": provider,
        "ONECITY_OIDC_CLIENT_ID": "onecity",
        "ONECITY_OIDC_SECRET": "s3cret",
        "ONECITY_OIDC_NAME": "Huating ID",
        "ONECITY_OIDC_ALLOW_HTTP": "1",
    }
    onecity = [sys.executable, "-m", "onecity.cli"]
    subprocess.run([*onecity, "manage", "shell", "-v0", "-c", NEWCOMER], env=settings, check=True)
    claims = '{"sub": "he", "resident_number": "99000019881111001X", "email": "he@mail.example"}'
    mock = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", provider.rpartition(":")[2]]
    started = [
        subprocess.Popen([*mock, "--user-claims", claims], stderr=subprocess.DEVNULL),
        subprocess.Popen([*onecity, "serve", "web", "--port", city.rpartition(":")[2]], env=settings),
    ]
    try:
        wait_for(f"{provider}/.well-known/openid-configuration")
        wait_for(f"{city}/health")
        yield city, provider
    finally:
        for process in started:
            process.terminate()
            process.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def test_a_newcomer_signs_in_through_the_outside_provider(
    visit: Callable[..., Visitor], with_provider: tuple[str, str]
) -> None:
    city, provider = with_provider
    person = visit()
    page = person.opens(f"{city}/account/login/?next=/me/")
    page.get_by_text("Sign in with Huating ID").click()
    person.presses("Go on")
    expect(page).to_have_url(re.compile(re.escape(provider)))
    page.locator("[name=sub][value=he], button[value=he]").first.click()
    expect(page).to_have_url(f"{city}/me/")
    expect(page.locator("main")).to_contain_text("何静")
    assert [error for error in person.errors if "Security Policy" in error] == []  # the provider's page has its own
