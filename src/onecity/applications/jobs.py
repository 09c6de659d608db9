"""What runs beside the web. The row of a ready automatic task is the queue; see docs/decisions/ for why."""

import time

from procrastinate.contrib.django import app

from onecity.applications.domain.automatic import advance_some
from onecity.applications.domain.deadlines import watch_deadlines as watch

LONGEST = 50.0  # seconds; then a later tick goes on


@app.periodic(cron="* * * * * *")
@app.task(queue="cases", queueing_lock="advance")
def advance(timestamp: int) -> None:  # noqa: ARG001
    """Every second: do the automatic steps that are ready, until there are none left."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and advance_some():
        pass


@app.periodic(cron="*/10 * * * *")
@app.task(queue="cases", queueing_lock="watch_deadlines")
def watch_deadlines(timestamp: int) -> None:  # noqa: ARG001
    """Every ten minutes: warn, escalate, remind."""
    watch()
