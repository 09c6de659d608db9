"""A log to look at."""

from uuid import uuid4

import pytest

from onecity.common.actor import Actor
from onecity.ledger.domain import entry, record_all
from onecity.ledger.models import Entry
from onecity.ledger.sequencer import sequence_all

OFFICER = Actor(kind="officer", id=str(uuid4()), agency="health", name="Chen Wei 陈巍")


def fill(count, *, batch=100):
    """Write and place ``count`` entries, ``batch`` at a time, so that there are several checkpoints."""
    for start in range(0, count, batch):
        record_all(
            [
                entry(
                    actor=OFFICER,
                    action="read",
                    what=f"register.{number}",
                    purpose="clinic.register",
                    resident_id=uuid4(),
                    case_id=uuid4() if number % 3 else None,
                )
                for number in range(start, min(start + batch, count))
            ]
        )
        sequence_all()
    return list(Entry.objects.order_by("id"))


@pytest.fixture
def log(db):
    """700 entries in order, under 7 checkpoints: two full nodes of 256."""
    return fill(700)
