"""What the processes of ``test_killed`` do: write entries, or give them their places, until they are killed."""

import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402
from tests.ledger.conftest import OFFICER  # noqa: E402

from onecity.ledger.domain import entry, record_all  # noqa: E402
from onecity.ledger.sequencer import sequence  # noqa: E402
from onecity.ledger.verification import verify  # noqa: E402


def write() -> None:
    number = 0
    while True:
        with transaction.atomic():
            record_all([entry(actor=OFFICER, action="read", what=str(number), purpose="y") for _ in range(4)])
        number += 1
        print(number, flush=True)


def place() -> None:
    while True:
        if not sequence(batch=20):
            time.sleep(0.001)


def finish() -> None:
    while sequence():
        pass
    print(finding.words if (finding := verify()) else "sound")


{"write": write, "place": place, "finish": finish}[sys.argv[1]]()
