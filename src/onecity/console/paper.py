"""A month of the single number as PDF."""

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onecity.city import queries as city
from onecity.common import clock
from onecity.common.typeset import typeset
from onecity.console.month import Report, Row, tables

PAPER = Path(__file__).with_name("month.typ")
MOST = 30  # topics; the table to take away has all


def as_paper(report: Report) -> bytes:
    """In the reader's language, with everything that the page shows."""
    here = city.current()
    today = clock.today()
    return typeset(PAPER, {
        "language": (get_language() or "en").split("-")[0],
        "city": str(here.name),
        "accent": here.accent,
        "title": _("The single number in %(month)s") % {"month": date_format(report.start, "YEAR_MONTH_FORMAT")},
        "made_up": _("Demonstration city. All people and cases are made up.") if here.made_up else "",
        "page": _("Page {number}").partition("{number}")[::2],
        "date": [today.year, today.month, today.day],
        "tables": [_table(*each) for each in tables(report, MOST) if each[2]],
    })  # fmt: skip


def _table(title: str, head: Row, found: list[Row]) -> dict[str, object]:
    return {
        "title": title,
        "head": [str(cell) for cell in head],
        "rows": [[_shown(cell) for cell in row] for row in found],
    }


def _shown(cell: object) -> str:
    return "–" if cell is None or cell == "" else str(cell)
