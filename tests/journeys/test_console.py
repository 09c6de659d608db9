"""Somebody calls twice: an article answers the first; the second goes to an agency, which mends it, and not for long."""

import io
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from .people import Visitor

OPERATOR = "operator@huating.example"
OFFICE = "officer.transport@huating.example"
PHONE = "139 0013 9001"
QUESTION = "Where can I borrow a children's book, and what does a library card cost?"
LAMP = "The street lamp in front of our gate has been dark for a week."
NUMBER = re.compile(r"[A-Z]{2}-\w{4}-\w{4}-\w")


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 120, 90)).save(out, "JPEG")
    return out.getvalue()


def test_a_caller_is_answered_then_sent_on_then_heard_again(visit: Callable[..., Visitor]) -> None:
    operator, officer = visit("en", "desk"), visit("en", "desk")
    operator.signs_in(OPERATOR)
    _answers_by_article(operator)
    number = _sends_to_the_agency(operator)
    officer.signs_in(OFFICE)
    _mends(officer, number)
    _hears_that_it_is_not(operator)
    _has_it_again(officer, number)
    for path in ("/console/map/", "/console/mail/", "/console/calls/"):
        operator.opens(path)
        operator.finds_nothing_wrong()


def _answers_by_article(operator: Visitor) -> None:
    """By the keyboard alone: n, the words, the number, and the article's button by Tab and Enter."""
    page = operator.opens("/console/")
    operator.finds_nothing_wrong()
    page.keyboard.press("n")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type(QUESTION)
    _tabs_to(page, page.locator("#phone"))
    page.keyboard.type(PHONE)
    article = page.locator("#suggestions button[value^='article:']").first
    expect(article).to_be_visible()
    _tabs_to(page, article)
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("was answered at once.")
    operator.sees("It was answered at once: ")
    operator.finds_nothing_wrong()


def _sends_to_the_agency(operator: Visitor) -> str:
    """Her number brings up what she asked before; the next matter goes out with its number told."""
    page = operator.opens("/console/new/")
    page.locator("#words").fill(LAMP)
    page.locator("#place").fill("Willow Street 12")
    page.locator("#phone").fill(PHONE)
    page.locator("#phone").blur()
    expect(page.locator("#suggestions")).to_contain_text("From this number before")
    operator.finds_nothing_wrong()
    page.locator("#topic").select_option("street-light")
    operator.presses("Store and send")
    expect(page.locator(".desk-messages")).to_contain_text("Tell the caller the number")
    operator.sees("Transport Commission")
    operator.finds_nothing_wrong()
    found = NUMBER.search(page.locator("main").inner_text())
    assert found
    return found.group(0)


def _mends(officer: Visitor, number: str) -> None:
    page = officer.opens("/desk/orders/")
    page.get_by_role("link", name=re.compile(number)).first.click()
    officer.finds_nothing_wrong()
    page.locator("#outcome").fill("The lamp has a new bulb.")
    page.set_input_files("#proof", {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    officer.presses("Send the answer")
    officer.sees("The lamp has a new bulb.")


def _hears_that_it_is_not(operator: Visitor) -> None:
    """The page that was left open tells it by itself, and what was typed meanwhile stays."""
    page = operator.page
    page.locator("summary", has_text="It is no matter of the city").click()
    page.locator("#reason").fill("Half a sentence")
    page.evaluate("document.querySelector('#standing').dispatchEvent(new Event('look'))")
    expect(page.locator("#told")).to_have_text("Something changed just now.")
    operator.sees("The lamp has a new bulb.")
    expect(page.locator("#reason")).to_have_value("Half a sentence")
    expect(page.locator("#reason")).to_be_focused()
    operator.finds_nothing_wrong()
    operator.follows("Show what can be done now")
    expect(page.get_by_alt_text("Photo of what was done")).to_be_visible()
    page.locator("#comment").fill("It went out again last night.")
    operator.presses("Not solved")
    operator.sees("In work")
    operator.sees("It went out again last night.")


def _has_it_again(officer: Visitor, number: str) -> None:
    page = officer.opens("/desk/orders/")
    page.get_by_role("link", name=re.compile(number)).first.click()
    officer.sees("It went out again last night.")
    officer.finds_nothing_wrong()


def _tabs_to(page: Page, target: object) -> None:
    for _ in range(40):
        if target.evaluate("element => element === document.activeElement"):  # type: ignore[attr-defined]
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by the keyboard.")
