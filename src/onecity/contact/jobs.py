"""What runs beside the web for the single number."""

from procrastinate.contrib.django import app

from onecity.contact.domain.deadlines import watch_orders
from onecity.contact.domain.forgetting import forget_reporters
from onecity.contact.domain.rises import watch_rises
from onecity.contact.domain.solving import close_silent


@app.periodic(cron="*/5 * * * *")
@app.task(queue="contact", queueing_lock="watch_work_orders")
def watch_work_orders(timestamp: int) -> None:  # noqa: ARG001
    """Every five minutes: warn, escalate."""
    while watch_orders():
        pass


@app.periodic(cron="17 * * * *")
@app.task(queue="contact", queueing_lock="close_answered")
def close_answered(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: answers that nobody spoke about for a week are taken as accepted."""
    while close_silent():
        pass


@app.periodic(cron="29 3 * * *")
@app.task(queue="contact", queueing_lock="forget_reporters_of_old")
def forget_reporters_of_old(timestamp: int) -> None:  # noqa: ARG001
    """Every night: who reported what ended a year ago is forgotten."""
    while forget_reporters():
        pass


@app.periodic(cron="7 * * * *")
@app.task(queue="contact", queueing_lock="watch_topics_that_rise")
def watch_topics_that_rise(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: the last day of each topic beside the weeks before."""
    watch_rises()
