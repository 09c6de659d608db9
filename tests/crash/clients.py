"""Residents' programs that file and report one thing after the other, and do not give up."""

import http.client
import json
import threading
import time
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

SERVICES = [  # one that an officer decides, one that the machine decides at once
    ("residence-certificate.apply", {"purpose": "school", "phone": "13800000000"}),
    ("library-card.apply", {"card_kind": "phone", "phone": "13800000000"}),
]
REPORTS = "/open311/v2/requests.json"
REPORT = {"service_code": "street-light", "description": "The lamp is dark.", "lat": "31.23", "long": "121.47"}
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
AWAY = 503  # the one status that may be answered while something is down
TIMEOUT = 20.0  # seconds
RECEIVED = 201


class Receipt(NamedTuple):
    """What a resident holds in her hand: from here on the case exists."""

    draft: str
    case: str
    number: str


class Client(threading.Thread):
    """One resident. Whatever is not answered is sent again, unchanged, until it is.

    ``place`` gives each resident a network address of her own: what one address may send is limited.
    """

    def __init__(self, port: int, token: str, place: int = 1) -> None:
        super().__init__(daemon=True)
        self.enough = threading.Event()
        self.receipts: list[Receipt] = []
        self.reports: list[str] = []
        self.wrong: list[str] = []
        self._port, self._token, self._address = port, token, f"127.0.0.{place}"
        self._connection = self._connect()

    def run(self) -> None:
        """Stops between two applications: whoever has begun to file waits for the receipt."""
        for turn in count():
            if self.enough.is_set() or self.wrong:
                return
            self.file(*SERVICES[turn % len(SERVICES)], twice=turn % 5 == 0)
            self.report(twice=turn % 3 == 0)

    def file(self, service: str, answers: dict[str, str], *, twice: bool) -> None:
        draft = self.insist("POST", "/api/v1/drafts", {"service": service}, RECEIVED).get("id")
        self.insist("PATCH", f"/api/v1/drafts/{draft}", {"answers": answers}, 200)
        receipts = [self.submit(draft) for _ in range(1 + twice)]
        self.receipts.append(receipts[0])
        if len(set(receipts)) > 1:
            self.wrong.append(f"two receipts for one draft: {receipts}")

    def report(self, *, twice: bool) -> None:
        name = {"Idempotency-Key": str(uuid4())}
        sent = [self.insist("POST", REPORTS, REPORT, 200, form=FORM, more=name) for _ in range(1 + twice)]
        numbers = {each[0]["service_request_id"] for each in sent if each}
        self.reports += numbers
        if len(numbers) > 1:
            self.wrong.append(f"two numbers for one report: {numbers}")

    def submit(self, draft: str) -> Receipt:
        case = self.insist("POST", "/api/v1/cases", {"draft": draft}, RECEIVED)
        return Receipt(draft, case.get("id", ""), case.get("number", ""))

    def insist(
        self, method: str, path: str, data: dict[str, Any], expected: int, *, form: str = JSON, more: Any = None
    ) -> Any:
        """The answer, once it comes. One that should never be given ends this client."""
        while True:
            status, body = self.ask(method, path, data, form=form, more=more)
            if status == expected:
                return json.loads(body)
            if status not in (0, AWAY):
                self.wrong.append(f"{method} {path}: {status} {body[:300]!r}")
                return {}
            time.sleep(0.05)

    def ask(
        self, method: str, path: str, data: dict[str, Any], *, form: str = JSON, more: Any = None
    ) -> tuple[int, bytes]:
        """Status and body; 0 when the connection broke or nobody listened."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": form, **(more or {})}
        try:
            self._connection.request(method, path, json.dumps(data) if form == JSON else urlencode(data), headers)
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = self._connect()
            return 0, b""

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT, source_address=(self._address, 0))
