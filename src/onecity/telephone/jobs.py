"""Recordings are fetched and taken in beside the calls, so that no caller waits for it."""

from procrastinate.contrib.django import app

from onecity.telephone.intake import take_in_some


@app.periodic(cron="*/5 * * * * *")
@app.task(queue="telephone", queueing_lock="take_in_voicemails", lock="take_in_voicemails")
def take_in_voicemails(timestamp: int) -> None:  # noqa: ARG001
    """Every five seconds, and one at a time: hearing may take longer, and needs a core."""
    take_in_some()
