"""How the agencies and districts do in a month, ranked; as a page and as a table to take away."""

import csv
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onecity.common import clock
from onecity.contact.queries.rates import Rates, rates
from onecity.contact.words import agency_name
from onecity.identity.roles import operator_required

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@operator_required
def overview(request: HttpRequest) -> HttpResponse:
    start, end = _month(request.GET.get("month", ""))
    found = {by: rates(by=by, start=start, end=end, now=clock.now()) for by in ("agency", "district")}
    context = {"agencies": found["agency"], "districts": found["district"], "month": start, "here": "overview"}
    return render(request, "console/overview.html", context | {"before": start - timedelta(days=1), "after": end})


@require_safe
@operator_required
def table(request: HttpRequest) -> HttpResponse:
    """The agencies of a month as CSV. No cell can be read as a formula."""
    start, end = _month(request.GET.get("month", ""))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="single-number-{start:%Y-%m}.csv"'
    answer.write("\ufeff")  # so that spreadsheets read it as UTF-8
    out = csv.writer(answer)
    out.writerow([_("Agency"), _("Work orders"), _("In time"), _("Overdue"), _("Solved"), _("Content")])
    for row in rates(by="agency", start=start, end=end, now=clock.now()):
        out.writerow([safe(cell) for cell in _cells(row)])
    return answer


def safe(cell: object) -> str:
    """A cell that a spreadsheet takes for what it is: text that begins like a formula gets an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULAS) else text


def _cells(row: Rates) -> list[object]:
    shares = [None if share is None else f"{share:.3f}" for share in (row.answered, row.resolution, row.satisfaction)]
    return [agency_name(row.code), row.orders, shares[0], row.overdue, shares[1], shares[2]]


def _month(text: str) -> tuple[datetime, datetime]:
    """The first moments of a month such as ``2026-11`` and of the next; this month when it cannot be read."""
    zone = clock.city_zone()
    try:
        start = datetime.strptime(text, "%Y-%m").replace(tzinfo=zone)
    except ValueError:
        today = clock.today()
        start = datetime(today.year, today.month, 1, tzinfo=zone)
    following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start, following
