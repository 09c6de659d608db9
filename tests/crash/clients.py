"""Residents' programs that file one application after the other, and do not give up."""

import http.client
import json
import threading
import time
from itertools import count
from typing import Any, NamedTuple

SERVICES = [  # one that an officer decides, one that the machine decides at once
    ("residence-certificate.apply", {"purpose": "school", "phone": "13800000000"}),
    ("library-card.apply", {"card_kind": "phone", "phone": "13800000000"}),
]
AWAY = 503  # the one status that may be answered while something is down
TIMEOUT = 20.0  # seconds
RECEIVED = 201


class Receipt(NamedTuple):
    """What a resident holds in her hand: from here on the case exists."""

    draft: str
    case: str
    number: str


class Client(threading.Thread):
    """One resident. Whatever is not answered is sent again, unchanged, until it is."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(daemon=True)
        self.enough = threading.Event()
        self.receipts: list[Receipt] = []
        self.wrong: list[str] = []
        self._port, self._token = port, token
        self._connection = self._connect()

    def run(self) -> None:
        """Stops between two applications: whoever has begun to file waits for the receipt."""
        for turn in count():
            if self.enough.is_set() or self.wrong:
                return
            self.file(*SERVICES[turn % len(SERVICES)], twice=turn % 5 == 0)

    def file(self, service: str, answers: dict[str, str], *, twice: bool) -> None:
        draft = self.insist("POST", "/drafts", {"service": service}, RECEIVED)["id"]
        self.insist("PATCH", f"/drafts/{draft}", {"answers": answers}, 200)
        receipts = [self.submit(draft) for _ in range(1 + twice)]
        self.receipts.append(receipts[0])
        if len(set(receipts)) > 1:
            self.wrong.append(f"two receipts for one draft: {receipts}")

    def submit(self, draft: str) -> Receipt:
        case = self.insist("POST", "/cases", {"draft": draft}, RECEIVED)
        return Receipt(draft, case.get("id", ""), case.get("number", ""))

    def insist(self, method: str, path: str, data: dict[str, Any], expected: int) -> dict[str, Any]:
        """The answer, once it comes. One that should never be given ends this client."""
        while True:
            status, body = self.ask(method, path, data)
            if status == expected:
                return json.loads(body)
            if status not in (0, AWAY):
                self.wrong.append(f"{method} {path}: {status} {body[:300]!r}")
                return {"id": ""}
            time.sleep(0.05)

    def ask(self, method: str, path: str, data: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body; 0 when the connection broke or nobody listened."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        try:
            self._connection.request(method, f"/api/v1{path}", json.dumps(data), headers)
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = self._connect()
            return 0, b""

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
