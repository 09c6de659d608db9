"""The way through an application, as far as several journeys share it."""

from playwright.sync_api import Page, expect

from .people import Visitor

SERVICE = "/services/residence-certificate.apply/"
PHONE = "13800000000"
MAIN_BUTTON = "main form .button:not(.button--quiet):not(.search__button)"


def goes_on(page: Page) -> None:
    """Press the one main button of the page."""
    page.locator(MAIN_BUTTON).last.click()


def files_an_application(person: Visitor) -> str:
    """From the service's page to the receipt; the number of the case."""
    page = person.opens(SERVICE)
    page.locator(".offer .button").click()
    page.locator("[name=phone]").fill(PHONE)
    goes_on(page)
    page.locator("[name=purpose][value=school]").check()
    goes_on(page)
    goes_on(page)  # no documents
    goes_on(page)  # everything is right
    expect(page.locator(".receipt")).to_be_visible()
    return page.locator(".receipt dd").first.inner_text()
