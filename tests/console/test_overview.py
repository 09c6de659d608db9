"""The month as page, table and paper; what rises, with the contacts behind it."""

import io
import re

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from onecity.common.actor import Actor
from onecity.common.text import Text
from onecity.console.views.overview import safe
from onecity.contact import domain, releases
from onecity.contact.domain.rises import watch_rises

STRANGER = Actor(kind="reporter")


def words(answer):
    """What a person reads: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def dark(centre):
    """Twelve contacts about one lamp, from one day to the next."""
    for _ in range(12):
        domain.receive(
            channel="phone", words="The lamp is dark", topic="street-light", place="Willow Street", actor=STRANGER
        )
    watch_rises()


def test_the_month_shows_how_many_came_by_which_door_about_what(console, dark):
    page = words(console.get("/console/overview/"))
    assert "Contacts 12" in page
    assert "telephone 12" in page
    assert "Street light is out 12" in page


def test_a_month_that_cannot_be_read_is_this_one(console, dark):
    assert "Contacts 12" in words(console.get("/console/overview/?month=2026-99"))


def test_what_rises_stands_with_the_contacts_behind_it(console, dark):
    page = words(console.get("/console/trends/"))
    assert "12 in 24 hours, usually 0" in page
    assert page.count("The lamp is dark") == 12


def test_the_table_has_every_part_of_the_page(console, dark):
    table = console.get("/console/overview.csv").content.decode("utf-8-sig")
    assert "Street light is out,12,0,0,12," in table
    assert "What rose unusually" in table


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_the_table_is_a_formula(console, dark, title):
    centre = releases.current()
    topics = centre.topics | {"street-light": replace(centre.topics["street-light"], title=Text(en=title, zh=title))}
    releases.install_centre(centre=replace(centre, topics=topics))
    releases.forget()
    assert safe(title) == f"'{title}"
    assert f"\n{title}," not in console.get("/console/overview.csv").content.decode("utf-8-sig")


@pytest.mark.parametrize(("language", "title"), [("en", "The single number in"), ("zh-hans", "统一热线月报")])
def test_the_paper_says_the_same_in_the_readers_language(console, dark, language, title):
    console.cookies["django_language"] = language
    answer = console.get("/console/overview.pdf")
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert title in said.replace("\n", " ")
    assert "12" in said


def test_nobody_else_sees_the_month_or_what_rises(signed_in, officer, dark):
    browser = signed_in(officer)
    for path in ("overview/", "overview.csv", "overview.pdf", "trends/"):
        assert browser.get(f"/console/{path}").status_code in (302, 403, 404)
