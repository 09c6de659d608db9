"""Open311: lists of 100 public requests, with as many contacts stored as the city has in a year.

python bench/open311.py --contacts 1000000
"""

import argparse
import http.client
import statistics
import time
from dataclasses import dataclass

import city
import contact

LISTS = {
    "list of 100": "requests.json?page_size=100",
    "list of 100, XML": "requests.xml?page_size=100",
    "with history": "requests.json?page_size=100&extensions=true",
    "page 50": "requests.json?page_size=100&page=50",
    "open, of one service": "requests.json?page_size=100&status=open&service_code={topic}",
    "within 500 m": "requests.json?page_size=100&lat={lat}&long={lon}&radius=500",
    "changed since an hour ago": "requests.json?page_size=100&updated_after={hour}",
    "services": "services.json",
}
REPEATS = 60


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds."""

    median: float
    p95: float
    size: int  # bytes of the answer


def measure(port: int) -> dict[str, Times]:
    """What is asked for -> how long its answer takes, asked for again and again by one program."""
    return {name: _times(port, "/open311/v2/" + _filled(path)) for name, path in LISTS.items()}


def _filled(path: str) -> str:
    from onecity.contact.models import ContactRequest

    hour = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 2 * 86_400 - 3600))
    placed = ContactRequest.objects.filter(is_public=True).exclude(lon=None).order_by("-at")
    lon, lat = placed.values_list("lon", "lat")[0]
    return path.format(topic=_public_topic(), hour=hour, lon=lon, lat=lat)


def _public_topic() -> str:
    from onecity.contact import releases

    return next(code for code, topic in releases.current().topics.items() if not topic.private)


def _times(port: int, path: str) -> Times:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken, size = [], 0
    for number in range(REPEATS + 5):
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        size = len(answer.read())
        assert answer.status == 200, (path, answer.status)
        if number >= 5:
            taken.append((time.perf_counter() - began) * 1000)
    connection.close()
    return Times(statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)], size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    wanted = parser.parse_args().contacts
    city.prepare()
    city.install()
    contact.fill(wanted)
    with city.serving() as running:
        for name, found in measure(running.port).items():
            print(
                f"| Open311: {name} | {found.median:.1f} ms, p95 {found.p95:.1f} ms, {found.size:,} bytes |", flush=True
            )


if __name__ == "__main__":
    main()
