"""A month of the single number, ranked; as a page, as a table and as a paper to take away."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onecity.console.month import Row, report_of, tables
from onecity.console.paper import as_paper
from onecity.identity.roles import operator_required

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@operator_required
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "console/overview.html", {"report": report_of(_month(request)), "here": "overview"})


@require_safe
@operator_required
def table(request: HttpRequest) -> HttpResponse:
    """All tables of a month as CSV, one below the other. No cell can be read as a formula."""
    report = report_of(_month(request))
    answer = _file(f"single-number-{report.start:%Y-%m}.csv", "text/csv; charset=utf-8")
    answer.write("\ufeff")  # so that spreadsheets read it as UTF-8
    out = csv.writer(answer)
    for title, head, found in tables(report):
        lines: list[Row] = [[title], head, *found, []]
        out.writerows([safe(cell) for cell in line] for line in lines)
    return answer


@require_safe
@operator_required
def paper(request: HttpRequest) -> HttpResponse:
    """The same as PDF (PDF/A-2a, PDF/UA-1)."""
    report = report_of(_month(request))
    answer = _file(f"single-number-{report.start:%Y-%m}.pdf", "application/pdf")
    answer.write(as_paper(report))
    return answer


def safe(cell: object) -> str:
    """A cell that a spreadsheet takes for what it is: text that begins like a formula gets an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULAS) else text


def _month(request: HttpRequest) -> str:
    return request.GET.get("month", "")


def _file(name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
