"""What runs beside the web. The row of a ready automatic task is the queue; see docs/decisions/ for why."""

import logging
import time

from procrastinate.contrib.django import app

from onecity.applications.domain.automatic import advance_case, waiting_cases
from onecity.applications.domain.deadlines import watch_deadlines as watch

logger = logging.getLogger(__name__)
BATCH = 100  # cases
LONGEST = 50.0  # seconds; then the next tick goes on


@app.periodic(cron="* * * * * *")
@app.task(queue="cases", queueing_lock="advance", pass_context=False)
def advance(timestamp: int) -> None:  # noqa: ARG001
    """Every second: do the automatic steps that are ready, until there are none left."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and (cases := waiting_cases(BATCH)):
        for case_id in cases:
            advance_case(case_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="cases", queueing_lock="watch_deadlines")
def watch_deadlines(timestamp: int) -> None:  # noqa: ARG001
    """Every ten minutes: warn, escalate, remind."""
    watch()
