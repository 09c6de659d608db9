"""The sequencer's clock."""

from procrastinate.contrib.django import app

from onecity.ledger.sequencer import sequence_all


@app.periodic(cron="* * * * * */5")
@app.task(queue="ledger", queueing_lock="ledger-sequence")
def sequence(timestamp: int) -> None:  # noqa: ARG001  the moment it was planned for
    """Every five seconds: place what waits, sign a checkpoint. Two at once are harmless: the second finds the lock."""
    sequence_all()
