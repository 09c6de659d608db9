"""The table: everything measured, beside its goal."""

import os
import platform
from datetime import UTC, datetime

import hearing
import lifecycle
import open311
import pages
import search
import start
import submit
import understanding

import city
import contact

HEAD = """# Measured on {day}

{cores} cores shared by PostgreSQL, web, worker and the load generator; Python {python}; {residents:,} residents,
{cases:,} earlier cases and {contacts:,} earlier contacts. Rates depend on the machine and the
hour; ratios and processor times count.

| what | measured | goal |
|---|---|---|"""

Crowd = list[tuple[str, str, str]]


def fill(*, residents: int, cases: int, contacts: int, people: int) -> list[str]:
    """Measure everything; the lines of the table."""
    lines = [_head(residents, cases, contacts)]
    loaded = city.fill(residents=residents, cases=cases)
    if loaded:
        lines.append(row(f"load {residents:,} residents and {cases:,} cases", f"{loaded:.0f} s", "300 s"))
    contact.fill(contacts)
    crowd = city.people(people)
    with city.serving() as running:
        for part in (_submit, _lives, _pages, _open311):
            lines += _said(part(running, crowd))
    lines.append(row("start of a set-up system to the first page", f"{start.measure():.1f} s", "8 s"))
    lines.append(row("whole lives of contacts", contact.summary(contact.measure()), "100 /s"))
    return [*lines, "", *search.measure(), "", *understanding.measure(), "", *hearing.measure()]


def _said(lines: list[str]) -> list[str]:
    """Show what was measured as soon as it is."""
    print("\n".join(lines), flush=True)
    return lines


def _lives(running: city.Running, crowd: Crowd) -> list[str]:
    found = lifecycle.measure(running, crowd)
    return [row("whole lives of cases", f"{found.rate:.0f} /s ({found.processor:.1f} ms each)", "60 /s")]


def _pages(running: city.Running, _crowd: Crowd) -> list[str]:
    goals = {"search": "50 ms"}
    return [
        row(
            f"page: {name}, median and p95 of 20 people who read a second (who never pause)",
            f"{found.reading[0]:.0f} and {found.reading[1]:.0f} ms ({found.hurried[0]:.0f} and {found.hurried[1]:.0f})",
            goals.get(name, "100 ms"),
        )
        for name, found in pages.measure(running).items()
    ]


def _open311(running: city.Running, _crowd: Crowd) -> list[str]:
    return [
        row(f"Open311: {name}, median and p95", f"{found.median:.0f} and {found.p95:.0f} ms", "50 ms")
        for name, found in open311.measure(running.port).items()
    ]


def _head(residents: int, cases: int, contacts: int) -> str:
    return HEAD.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}", cores=os.cpu_count(), python=platform.python_version(),
        residents=residents, cases=cases, contacts=contacts,
    )  # fmt: skip


def _submit(running: city.Running, crowd: Crowd) -> list[str]:
    found = submit.summary(submit.measure(running, crowd))
    return [
        row("submit, ratio to pgbench of the same statements", f"{found['ratio']:.2f}", "0.15"),
        row("submit, processor time of web and worker", f"{found['processor']:.1f} ms", "6 ms"),
        row("submit, processor time of PostgreSQL", f"{found['database']:.1f} ms", ""),
        row("submit, rate (pgbench beside it)", f"{found['rate']:.0f} /s ({found['pgbench']:.0f} /s)", "150 /s"),
        row("submit, median answer at 20 people", f"{found['median']:.0f} ms", ""),
    ]


def row(what: str, value: str, goal: str) -> str:
    return f"| {what} | {value} | {goal} |"
