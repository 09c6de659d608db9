"""An officer's day: the queue, a case, a decision that gives a certificate which anybody can check."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .people import OFFICER, RESIDENT, Visitor
from .test_pages import LOOKS

NUMBER = "SELECT number FROM applications_case WHERE service = 'residence-certificate.apply' AND state = 'open'"
HERS = f"{NUMBER} AND resident_id = (SELECT resident_id FROM identity_account WHERE email = '{RESIDENT}') LIMIT 1"
DESK = ["/desk/", "/desk/?overdue=1", "/desk/corrections/", "/desk/ratings/", "/desk/alerts/", "/desk/services/",
        "/desk/services/residence-certificate.apply/"]  # fmt: skip


@pytest.mark.parametrize(("language", "screen", "dark"), LOOKS)
def test_the_desk_as_it_is_drawn(visit: Callable[..., Visitor], language: str, screen: str, dark: bool) -> None:
    person = visit(language, screen, dark=dark)
    person.signs_in(OFFICER)
    faults = [fault for address in DESK for fault in _faults(person, address)]
    page = person.opens("/desk/")
    page.locator(".desk-row__link").first.click()
    expect(page.locator(".desk-task")).to_be_visible()
    assert faults + _faults_here(person) == []


def test_an_officer_decides_by_keyboard_and_the_resident_holds_what_anybody_can_check(
    visit: Callable[..., Visitor], ask: Callable[[str], str]
) -> None:
    number = ask(HERS)
    officer = visit("en", "desk")
    officer.signs_in(OFFICER)
    _decides(officer, number)
    resident = visit("zh", "phone")
    resident.signs_in(RESIDENT)
    resident.opens("/certificates/")
    resident.finds_nothing_wrong()
    code = ask(f"SELECT code FROM certificates_certificate WHERE case_number = '{number}'")
    stranger = visit("en", "phone")
    stranger.opens(f"/verify/{code}/")
    stranger.sees("Residence certificate")
    stranger.finds_nothing_wrong()


def test_the_desk_works_without_javascript(visit: Callable[..., Visitor]) -> None:
    officer = visit("en", "desk", script=False)
    officer.signs_in(OFFICER)
    page = officer.opens("/desk/?state=ready")
    page.locator(".desk-row__link").first.click()
    officer.presses("Take")
    officer.sees("Reason, in words for the resident")
    officer.finds_nothing_wrong()
    officer.presses("Give back")


def _decides(officer: Visitor, number: str) -> Page:
    """j walks the queue, t takes, d opens the decision; the words for the resident are shown before anything is sent."""
    page = officer.opens("/desk/?service=residence-certificate.apply")
    for _task in range(30):
        page.keyboard.press("j")
        if number in page.locator(":focus").inner_text():
            break
    page.keyboard.press("Enter")
    expect(page.locator(".desk-case__number")).to_contain_text(number)
    page.keyboard.press("t")
    expect(page.locator("#decide-reason")).to_be_visible()
    page.locator("[name=outcome][value=pass]").check()
    page.locator("#decide-reason").fill("Everything agrees with the register.")
    officer.presses("See what the resident will read")
    expect(page.get_by_role("heading", level=1)).to_have_text("The resident will read this")
    officer.finds_nothing_wrong()
    officer.presses("Pass")
    expect(page).to_have_url(re.compile("/desk/"))
    return page


def _faults(person: Visitor, address: str) -> list[str]:
    person.opens(address)
    return _faults_here(person)


def _faults_here(person: Visitor) -> list[str]:
    try:
        person.finds_nothing_wrong()
    except AssertionError as fault:
        person.errors.clear()
        return [str(fault)]
    return []
