"""Open311: lists of 100 public requests, with as many contacts stored as the city has in a year.

    python bench/open311.py --contacts 1000000

The contacts are put in by one statement each hundred thousand, not by the domain: only the lists are measured here.
"""

import argparse
import http.client
import statistics
import time
from dataclasses import dataclass

import city

LISTS = {
    "list of 100": "requests.json?page_size=100",
    "list of 100, XML": "requests.xml?page_size=100",
    "with history": "requests.json?page_size=100&extensions=true",
    "page 50": "requests.json?page_size=100&page=50",
    "open, of one service": "requests.json?page_size=100&status=open&service_code={topic}",
    "within 500 m": "requests.json?page_size=100&lat=31.23&long=121.47&radius=500",
    "changed since an hour ago": "requests.json?page_size=100&updated_after={hour}",
    "services": "services.json",
}
REPEATS = 60
CHUNK = 100_000
FILL = """
INSERT INTO contact_contactrequest (
    id, at, number, channel, language, state, topic, topic_by, guesses, agency, kind, urgent, words, public_words,
    is_public, answers, district, place, public_place, lon, lat, token_mark, request_key, at_first_contact,
    answered_with, due_at, outcome, reopened, changed_at, made_up, ended_at
)
SELECT gen_random_uuid(), at, 'BN-' || %(first)s + n, 'web', 'en',
    CASE WHEN n %% 5 = 0 THEN 'working' ELSE 'solved' END, (%(topics)s::text[])[1 + n %% %(count)s], 'machine', '[]',
    (%(agencies)s::text[])[1 + n %% %(count)s], 'fault', false, words, words, n %% 10 < 7, '{}', 'liutang',
    'Willow Lane 12',
    'Willow Lane', 121.3 + (n * 7919 %% 4000) / 10000.0, 31.1 + (n * 104729 %% 3000) / 10000.0,
    sha256(('bench' || %(first)s + n)::bytea), '', false, '', at + interval '3 days', '', 0,
    at + interval '2 days', true, CASE WHEN n %% 5 = 0 THEN NULL ELSE at + interval '2 days' END
FROM generate_series(0::bigint, %(rows)s - 1) n,
    LATERAL (SELECT now() - (%(first)s + n) * interval '31 seconds' AS at,
             'The lamp in front of the house has been dark for a week, number ' || n AS words) made
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds."""

    median: float
    p95: float
    size: int  # bytes of the answer


def measure(port: int) -> dict[str, Times]:
    """What is asked for -> how long its answer takes, asked for again and again by one program."""
    return {name: _times(port, "/open311/v2/" + _filled(path)) for name, path in LISTS.items()}


def fill(contacts: int) -> int:
    """Put contacts in until there are so many; how many there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contact_contactrequest")
        there = cursor.fetchone()[0]
        for first in range(there, contacts, CHUNK):
            cursor.execute(FILL, {**_topics(), "first": first, "rows": min(CHUNK, contacts - first)})
        cursor.execute("ANALYZE contact_contactrequest")
    return max(there, contacts)


def _install() -> None:
    """The city and its topics; people are not needed here."""
    from django.core.management import call_command

    from onecity.catalogue.domain import install_folder
    from onecity.catalogue.queries import all_services
    from onecity.city import queries
    from onecity.contact.files import read_centre
    from onecity.contact.releases import install_centre

    call_command("migrate", verbosity=0)
    folder = city.ROOT / "cities" / "huating"
    install_folder(folder)
    install_centre(centre=read_centre(folder, queries.current(), [each.code for each in all_services()]).centre)


def _topics() -> dict[str, object]:
    from onecity.contact import releases

    public = [topic for topic in releases.current().topics.values() if not topic.private]
    return {
        "topics": [topic.code for topic in public],
        "agencies": [topic.agency for topic in public],
        "count": len(public),
    }


def _filled(path: str) -> str:
    hour = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 2 * 86_400 - 3600))
    return path.format(topic=_topics()["topics"][0], hour=hour)


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
    _install()
    print(f"{fill(wanted):,} contacts")
    with city.serving() as running:
        for name, found in measure(running.port).items():
            print(
                f"| Open311: {name} | {found.median:.1f} ms, p95 {found.p95:.1f} ms, {found.size:,} bytes |", flush=True
            )


if __name__ == "__main__":
    main()
