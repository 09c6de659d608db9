"""What rises unusually now, and the contacts behind it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onecity.contact.models import ContactRequest, Rise
from onecity.contact.queries.trends import behind
from onecity.identity.roles import operator_required

OLD = 10  # rises that are over, the newest
BAR, GAP, HIGH = 14, 4, 48  # units of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """Of one day, in units of the drawing; ``now`` is the last 24 hours."""

    x: int
    y: int
    height: int
    count: int
    weeks: int

    @property
    def now(self) -> bool:
        return self.weeks == 0


@dataclass(frozen=True, slots=True)
class Shown:
    rise: Rise
    bars: list[Bar]
    contacts: list[ContactRequest]


@require_safe
@operator_required
def trends(request: HttpRequest) -> HttpResponse:
    running = [
        Shown(rise, bars(rise.counts), behind(rise)) for rise in Rise.objects.filter(ended_at=None).order_by("-most")
    ]
    over = Rise.objects.exclude(ended_at=None).order_by("-ended_at")[:OLD]
    context = {"running": running, "over": over, "here": "trends", "width": 9 * (BAR + GAP), "high": HIGH}
    return render(request, "console/trends.html", context)


def bars(counts: list[int]) -> list[Bar]:
    """The oldest on the left, the last 24 hours on the right."""
    most = max(*counts, 1)
    heights = [max(round(count / most * HIGH), 1) for count in counts]
    last = len(counts) - 1
    return [
        Bar((last - weeks) * (BAR + GAP), HIGH - heights[weeks], heights[weeks], counts[weeks], weeks)
        for weeks in range(last, -1, -1)
    ]
