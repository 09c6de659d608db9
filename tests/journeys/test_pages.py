"""Every page as it is drawn: accessible, nothing cut or overlapping, in both languages, on both screens, by day and night."""

from collections.abc import Callable

import pytest

from .people import DESIGNER, OFFICER, Visitor

OPEN = [
    "/", "/search", "/search?q=lost my driving licence", "/search?q=zzzzzzzzqqq", "/life-events/having-a-child/",
    "/subjects/transportation/", "/services/driving-licence.renew/", "/services/age-allowance.apply/",
    "/verify/", "/verify/AAAABBBBCCCCDDDDEEEEFFFFGG/", "/accessibility/", "/privacy/", "/offline", "/no-such-page",
    "/account/login/", "/account/signup/", "/account/password/reset/", "/account/password/reset/done/",
]  # fmt: skip
OWN = [
    "/", "/services/driving-licence.renew/", "/services/age-allowance.apply/", "/cases/", "/inbox/", "/certificates/", "/me/",
    "/me/contact/", "/me/looks/", "/me/acting/", "/me/corrections/", "/me/corrections/population/address/",
    "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/",
    "/account/password/change/", "/account/email/", "/account/logout/",
]  # fmt: skip
OFFICE = ["/desk/", "/desk/corrections/", "/desk/ratings/", "/desk/alerts/"]
LOOKS = [("en", "desk", False), ("zh", "phone", False), ("zh", "desk", True), ("en", "phone", True)]


@pytest.mark.parametrize(("language", "screen", "dark"), LOOKS)
def test_pages_that_everybody_sees(visit: Callable[..., Visitor], language: str, screen: str, dark: bool) -> None:
    person = visit(language, screen, dark=dark)
    _look_at_all(person, OPEN)


@pytest.mark.parametrize(("language", "screen", "dark"), LOOKS)
def test_pages_of_a_resident(visit: Callable[..., Visitor], language: str, screen: str, dark: bool) -> None:
    person = visit(language, screen, dark=dark)
    person.signs_in()
    _look_at_all(person, OWN)


@pytest.mark.parametrize(("language", "screen", "dark"), LOOKS)
def test_pages_of_the_office(visit: Callable[..., Visitor], language: str, screen: str, dark: bool) -> None:
    person = visit(language, screen, dark=dark)
    person.signs_in(OFFICER)
    page = person.opens("/desk/")
    task = page.locator("a[href^='/desk/tasks/']").first.get_attribute("href")
    _look_at_all(person, [*OFFICE, str(task)])


def test_pages_of_a_designer(visit: Callable[..., Visitor]) -> None:
    person = visit()
    person.signs_in(DESIGNER)
    _look_at_all(person, ["/desk/services/", "/desk/services/driving-licence.renew/"])


def _look_at_all(person: Visitor, addresses: list[str]) -> None:
    """All of them, so that one run names every fault."""
    faults = []
    for address in addresses:
        person.opens(address)
        try:
            person.finds_nothing_wrong()
        except AssertionError as fault:
            faults.append(str(fault))
            person.errors.clear()
    assert faults == [], "\n\n".join(faults)
