"""People at once: threads that each keep one connection and ask one after the other."""

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Ask = tuple[str, str, bytes, dict[str, str]]  # method, path, body, headers


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a crowd met: seconds of each answer, how long all took, and answers that were not as expected."""

    times: list[float]
    elapsed: float
    wrong: list[tuple[int, bytes]]

    @property
    def rate(self) -> float:
        return len(self.times) / self.elapsed

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def crowd(port: int, asks: Iterable[Ask], *, people: int, expect: int = 200, reads: float = 0) -> Outcome:
    """Ask everything, each once, by so many people at once, who first read for so many seconds on average."""
    queue, lock = iter(asks), threading.Lock()
    times: list[float] = []
    wrong: list[tuple[int, bytes]] = []
    members = [
        threading.Thread(target=_ask, args=(port, queue, lock, times, wrong, expect, reads)) for _ in range(people)
    ]
    began = time.perf_counter()
    for member in members:
        member.start()
    for member in members:
        member.join()
    return Outcome(times, time.perf_counter() - began, wrong)


def _ask(
    port: int, queue: Iterator[Ask], lock: Any, times: list[float], wrong: list[Any], expect: int, reads: float
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while ask := _next(queue, lock):
        time.sleep(random.uniform(0, 2 * reads))
        began = time.perf_counter()
        status, body = _send(connection, ask)
        times.append(time.perf_counter() - began)
        if status != expect:
            wrong.append((status, body[:300]))
    connection.close()


def _next(queue: Iterator[Ask], lock: Any) -> Ask | None:
    with lock:
        return next(queue, None)


def _send(connection: http.client.HTTPConnection, ask: Ask) -> tuple[int, bytes]:
    method, path, body, headers = ask
    connection.request(method, path, body=body or None, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
