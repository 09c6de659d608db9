"""Somebody reports a lamp with a photo and a place; the office answers; it is not solved; then it is."""

import io
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import expect

from .people import Visitor

OFFICE = "officer.public-security@huating.example"
WORDS = "The neighbours above us drum every night until two. My name is Anna Berg, 138 0013 8000."


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (90, 120, 90)).save(out, "JPEG")
    return out.getvalue()


def test_a_report_goes_to_the_office_and_comes_back_until_it_is_solved(visit: Callable[..., Visitor]) -> None:
    reporter, officer = visit("en", "phone"), visit("en", "desk")
    address, number = _reports(reporter)
    officer.signs_in(OFFICE)
    _answers(officer, number, "A patrol spoke to them.")
    _says(reporter, address, "It is not solved", "They drummed again last night.")
    reporter.sees("You said that it is not solved: They drummed again last night.")
    _answers(officer, number, "The drums are in a studio now.")
    _says(reporter, address, "It is solved", "Quiet at last.")
    reporter.sees("You said that it is solved.")
    reporter.finds_nothing_wrong()


def _reports(reporter: Visitor) -> tuple[str, str]:
    page = reporter.opens("/reports/new/")
    reporter.finds_nothing_wrong()
    page.locator("#words").fill(WORDS)
    page.locator("#place").fill("Willow Street 12")
    reporter.presses("Continue")
    reporter.sees("Noisy neighbours")
    reporter.finds_nothing_wrong()
    page.set_input_files("#photos", {"name": "night.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    reporter.presses("Send it")
    reporter.sees("We have it. This page is yours")
    expect(page.locator("img.photo")).to_be_visible()
    reporter.finds_nothing_wrong()
    return page.url, str(page.locator(".number").first.text_content())


def _answers(officer: Visitor, number: str, outcome: str) -> None:
    page = officer.opens("/desk/orders/")
    officer.finds_nothing_wrong()
    page.get_by_role("link", name=re.compile(number)).first.click()
    officer.finds_nothing_wrong()
    page.locator("#outcome").fill(outcome)
    officer.presses("Send the answer")
    officer.sees(outcome)


def _says(reporter: Visitor, address: str, act: str, words: str) -> None:
    page = reporter.opens(address)
    page.locator("#words").fill(words)
    reporter.finds_nothing_wrong()
    reporter.presses(act)
