"""From the resident to the officer and back: asked for more, decided, a certificate, checked by a stranger."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .applying import files_an_application
from .people import OFFICER, Visitor


def test_a_case_goes_to_the_officer_and_comes_back_as_a_certificate(visit: Callable[..., Visitor]) -> None:
    resident, officer = visit("en", "phone"), visit("en", "desk")
    resident.signs_in()
    number = files_an_application(resident)
    officer.signs_in(OFFICER)
    _asks_for_more(officer, number)
    _answers(resident)
    _decides(officer, number)
    address = _has_the_certificate(resident)
    _checks(visit("zh", "phone"), address)


def _asks_for_more(officer: Visitor, number: str) -> None:
    page = _opens_task(officer, number)
    officer.presses("Take")
    officer.finds_nothing_wrong()
    page.locator("summary", has_text="Ask for more").click()
    page.locator("#ask-text").fill("Which school is it for?")
    officer.presses("Send to the resident")
    officer.sees("The resident may answer until")


def _answers(resident: Visitor) -> None:
    """What waits for her stands first among her things."""
    page = resident.opens("/")
    page.locator("#things ~ *, section:has(#things)").get_by_role("link").nth(1).click()
    resident.sees("Which school is it for?")
    resident.finds_nothing_wrong()
    page.locator("#answer").fill("The Willow Lane primary school.")
    resident.presses("Send the answer")
    resident.sees("The Willow Lane primary school.")


def _decides(officer: Visitor, number: str) -> None:
    page = _opens_task(officer, number)
    officer.sees("The Willow Lane primary school.")
    page.locator("input[value=pass]").check()
    page.locator("#decide-reason").fill("Everything agrees with the register.")
    officer.presses("See what the resident will read")
    officer.sees("Everything agrees with the register.")
    officer.finds_nothing_wrong()
    officer.presses("Pass")
    expect(page.locator("body")).not_to_contain_text("Go back")


def _has_the_certificate(resident: Visitor) -> str:
    """The code opens at a tap; where it leads."""
    page = resident.opens("/certificates/")
    card = page.locator(".paper").first
    card.locator("summary").click()
    expect(card.locator(".qr svg")).to_be_visible()
    resident.finds_nothing_wrong()
    with page.expect_download() as download:
        card.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    return str(card.locator("a[href^='/verify/']").get_attribute("href"))


def _checks(stranger: Visitor, address: str) -> None:
    page = stranger.opens(address)
    expect(page.locator(".stamp--valid")).to_be_visible()
    stranger.sees("林晓梅")
    stranger.finds_nothing_wrong()


def _opens_task(officer: Visitor, number: str) -> Page:
    """By its number, as one reads it on the telephone; from the case to the task at hand."""
    page = officer.opens("/desk/")
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=number]").press("Enter")
    page.locator("main a[href^='/desk/tasks/']").first.click()
    expect(page).to_have_url(re.compile("/desk/tasks/"))
    officer.sees(number)
    return page
