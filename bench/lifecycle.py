"""Whole lives of cases: filed, checked by the worker, decided by an agency's system, certified, told."""

import json
import threading
import time
from dataclasses import dataclass
from typing import Any

import drafts
import processor
from crowd import crowd
from submit import asks, check

from city import Running

PEOPLE = 12
OFFICERS = 4
DECISION = json.dumps({"outcome": "pass", "reason": "All is in order."}).encode()


@dataclass(frozen=True, slots=True)
class Lives:
    rate: float
    processor: float  # milliseconds a life, web and worker
    count: int


def measure(running: Running, people: list[tuple[str, str, str]]) -> Lives:
    """From the first submission to the last certificate; everything runs at once."""
    from onecity.certificates.models import Certificate
    from onecity.identity.domain import issue_token

    token, before = issue_token(name="bench office", agency="public-security"), Certificate.objects.count()
    used, began = processor.seconds([running.web, running.worker]), time.perf_counter()
    office = Office(running.port, token)
    office.start()
    check(crowd(running.port, asks(drafts.prepare(people)), people=PEOPLE, expect=201))
    while Certificate.objects.count() - before < len(people):
        if time.perf_counter() - began > 600:
            raise SystemExit(f"Only {Certificate.objects.count() - before} of {len(people)} cases came to an end.")
        time.sleep(0.05)
    elapsed = time.perf_counter() - began
    office.stop()
    spent = processor.seconds([running.web, running.worker]) - used
    return Lives(len(people) / elapsed, spent / len(people) * 1000, len(people))


class Office(threading.Thread):
    """An agency's system that takes and decides whatever is ready."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(daemon=True)
        self.port, self.closed = port, False
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def run(self) -> None:
        while not self.closed:
            ready = self._ready()
            for act, body in (("take", b""), ("decide", DECISION)):
                calls: list[Any] = [("POST", f"/api/v1/agency/tasks/{t}/{act}", body, self.headers) for t in ready]
                crowd(self.port, calls, people=OFFICERS)
            if not ready:
                time.sleep(0.1)

    def _ready(self) -> list[str]:
        from onecity.applications.models import Task

        tasks = Task.objects.filter(agency="public-security", service=drafts.SERVICE, state="ready", automatic=False)
        return [str(task) for task in tasks.filter(due_on__gte="2026-01-01").values_list("id", flat=True)[:400]]

    def stop(self) -> None:
        self.closed = True
        self.join(10)
