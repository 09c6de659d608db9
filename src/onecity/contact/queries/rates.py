"""How the agencies do: answered in time, solved, content. By agency or by district, ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from onecity.common import rows

RATES = """
WITH orders AS (
    SELECT {by} AS code, count(*) AS all_, count(*) FILTER (WHERE state = 'done') AS done,
           count(*) FILTER (WHERE state = 'done' AND done_at <= due_at) AS in_time,
           count(*) FILTER (WHERE state IN ('open', 'taken') AND due_at < %(now)s) AS overdue
    FROM contact_workorder WHERE role = 'lead' AND at >= %(start)s AND at < %(end)s GROUP BY 1
), said AS (
    SELECT {by} AS code, count(*) AS surveys, count(*) FILTER (WHERE solved) AS solved,
           avg(stars)::float8 AS stars
    FROM contact_survey WHERE at >= %(start)s AND at < %(end)s GROUP BY 1
)
SELECT orders.code, all_, done, in_time, overdue, coalesce(surveys, 0), coalesce(said.solved, 0), stars
FROM orders LEFT JOIN said ON said.code = orders.code
WHERE orders.code <> ''
"""
BY = {"agency": RATES.format(by="agency"), "district": RATES.format(by="district")}


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of one agency or district in a span; rates are shares from 0 to 1, None where nothing can be counted."""

    code: str
    orders: int
    done: int
    in_time: int
    overdue: int
    surveys: int
    solved: int
    stars: float | None

    @property
    def answered(self) -> float | None:
        """Answered in time, of what was answered or is overdue."""
        due = self.done + self.overdue
        return self.in_time / due if due else None

    @property
    def resolution(self) -> float | None:
        """Solved by the reporters' own word."""
        return self.solved / self.surveys if self.surveys else None

    @property
    def satisfaction(self) -> float | None:
        """The mean of one to five stars, as a share."""
        return None if self.stars is None else (self.stars - 1) / 4


def rates(*, by: Literal["agency", "district"], start: datetime, end: datetime, now: datetime) -> Sequence[Rates]:
    """The best first: by what was solved, then by what was answered in time."""
    found = [Rates(*row) for row in rows.many(BY[by], {"start": start, "end": end, "now": now})]
    return sorted(found, key=lambda each: (-(each.resolution or 0), -(each.answered or 0), each.code))
