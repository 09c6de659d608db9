"""From a question in one's own words to a receipt, and on to the page that follows the case."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .applying import PHONE, goes_on
from .people import RESIDENT, Visitor

WORDS = {"en": "the landlord wants a paper that says where I live", "zh": "房东要我住在哪里的证明"}
TITLE = {"en": "Get a residence certificate", "zh": "开具居住证明"}
NAME = "林晓梅"


@pytest.mark.parametrize(
    ("language", "screen", "script"),
    [("en", "desk", True), ("zh", "phone", True), ("en", "phone", False), ("zh", "desk", True)],
)
def test_a_resident_finds_applies_checks_and_sends(
    visit: Callable[..., Visitor], language: str, screen: str, script: bool
) -> None:
    person = visit(language, screen, script=script)
    person.signs_in(RESIDENT)
    page = _finds(person)
    _answers(person, page)
    _sends(person, page)
    _follows(person, page)


def _finds(person: Visitor) -> Page:
    page = person.opens("/")
    person.finds_nothing_wrong()
    page.locator("#q").fill(WORDS[person.language])
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    expect(page.locator("main .found a")).to_have_count(5)
    person.finds_nothing_wrong()
    page.locator("main .found a", has_text=TITLE[person.language]).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE[person.language])
    person.finds_nothing_wrong()
    page.locator(".offer .button").click()
    return page


def _answers(person: Visitor, page: Page) -> None:
    """Her name is known and shown with its source; a wrong number is kept, and said in words."""
    person.sees(NAME)
    person.finds_nothing_wrong()
    page.locator("[name=phone]").fill("12")
    goes_on(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("[name=phone]")).to_have_value("12")
    person.finds_nothing_wrong()
    page.locator("[name=phone]").fill(PHONE)
    goes_on(page)
    page.locator("[name=purpose][value=housing]").check()
    person.finds_nothing_wrong()
    goes_on(page)
    expect(page).to_have_url(re.compile("/evidence/"))
    person.finds_nothing_wrong()
    goes_on(page)


def _sends(person: Visitor, page: Page) -> None:
    expect(page).to_have_url(re.compile("/check/"))
    person.sees(PHONE)
    person.finds_nothing_wrong()
    goes_on(page)
    expect(page).to_have_url(re.compile("/receipt/"))
    person.finds_nothing_wrong()


def _follows(person: Visitor, page: Page) -> None:
    """The number on the receipt is that of the case, which says what comes next and until when."""
    number = page.locator(".receipt dd").first.inner_text()
    page.locator("main .acts .button").click()
    person.sees(number)
    expect(page.locator(".track__now, .track__later").first).to_be_visible()
    person.finds_nothing_wrong()
