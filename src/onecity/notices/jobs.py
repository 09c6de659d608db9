"""E-mail runs beside the web. The row of a notice is the queue; see docs/decisions/ for why."""

import time

from procrastinate.contrib.django import app

from onecity.notices.letters import send_due_letters
from onecity.notices.mail import send_due

LONGEST = 50.0  # seconds; then the next tick goes on


@app.periodic(cron="*/2 * * * * *")
@app.task(queue="mail", queueing_lock="send_mail")
def send_mail(timestamp: int) -> None:  # noqa: ARG001
    """Every two seconds: e-mail the notices and letters that are due, until there are none left."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and send_due() + send_due_letters():
        pass
