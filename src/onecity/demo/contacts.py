"""Made-up contacts of the single number: a year of them, most solved, the newest in work. Labelled ``made_up``.

What is written follows from the seed and the day; chunks that are there already are left as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from django.db import connection, transaction

from onecity.city import queries as city
from onecity.common import clock
from onecity.contact import releases
from onecity.contact.definition import Topic
from onecity.contact.domain.routing import agency_of
from onecity.demo.cases import made_id, made_number
from onecity.demo.chance import Chances, one_of, whole
from onecity.demo.copying import EMPTY, NO, NULL, YES, as_bytes, as_date, as_json, as_text, copy_into, row
from onecity.demo.indexes import Say, indexes_aside

CHUNK = 2_000
LARGE = 50_000  # from which on the indexes stand aside
YEAR = 365 * 86_400  # seconds
CONTACT, ORDER, EVENT, SURVEY = range(21, 25)  # which table an id was made for
CHANNELS = Chances({"phone": 45, "web": 40, "operator": 5, "email": 6, "open311": 4})
STARS = Chances({5: 50, 4: 25, 3: 12, 2: 8, 1: 5})
SPOKE = 0.3  # of the reporters said whether it is solved
SOLVED = 0.86  # of those
LATE = 0.03  # of what is overdue and
WORKED = timedelta(days=20)  # younger than this is still in work
OUTCOME = "It has been seen to. Thank you for telling us. 已处理，感谢您的反映。"
TABLES = {
    "contact_contactrequest": (
        "id", "at", "number", "channel", "language", "state", "topic", "topic_by", "guesses", "agency", "kind",
        "urgent", "words", "public_words", "is_public", "district", "place", "public_place", "lon", "lat",
        "token_mark", "due_at", "answered_at", "ended_at", "outcome", "changed_at", "made_up",
    ),
    "contact_workorder": (
        "id", "at", "request_id", "number", "topic", "district", "agency", "unit", "state", "urgent", "due_at",
        "first_due_at", "alerted", "outcome", "done_at", "changed_at",
    ),
    "contact_contactevent": ("id", "at", "request_id", "kind", "actor_kind", "agency", "public", "data"),
    "contact_survey": ("id", "at", "request_id", "agency", "district", "solved", "stars", "door"),
}  # fmt: skip


Place = tuple[str, str, str, str]  # district, name, longitude, latitude


@dataclass(slots=True)
class Writer:
    """Writes one chunk's contacts as rows of each table."""

    topics: Sequence[Topic]
    rng: Random
    now: datetime
    places: Sequence[Place]
    rows: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in TABLES})

    def write(self, serial: int) -> None:
        """One contact with its order, its history and perhaps what the reporter said in the end."""
        rng, topic = self.rng, one_of(self.rng, self.topics)
        at = self.now - timedelta(seconds=whole(rng, 60, YEAR))
        due = at + _time(topic)
        is_open = self.now < due or (self.now - at < WORKED and rng.random() < LATE)
        done = None if is_open else min(self.now, at + _time(topic) * (0.05 + 1.05 * rng.random()))
        spoke = done is not None and rng.random() < SPOKE
        solved = spoke and rng.random() < SOLVED
        state = "working" if done is None else "solved" if solved else "closed"
        contact = made_id(at, CONTACT, serial)
        number = made_number(city.current().number_prefix, serial)
        district = self._request(contact, number, topic, at, due, done, state)
        self._order(serial, contact, number, topic, at, due, done, district)
        self._history(
            serial, contact, topic, [(at, "received"), *([(done, "answered"), (done, state)] if done else ())]
        )
        if spoke and done:
            self.rows["contact_survey"].append(row(
                made_id(done, SURVEY, serial), as_date(done), contact, topic.agency, district, YES if solved else NO,
                str(STARS.draw(rng)), "page",
            ))  # fmt: skip

    def _request(
        self, contact: str, number: str, topic: Topic, at: datetime, due: datetime, done: datetime | None, state: str
    ) -> str:
        rng, language = self.rng, "zh" if self.rng.random() < 0.6 else "en"
        code, place, lon, lat = one_of(rng, self.places)
        words = as_text(f"{one_of(rng, topic.examples.get(language) or (topic.title.in_language(language),))} {place}")
        self.rows["contact_contactrequest"].append(row(
            contact, as_date(at), number, CHANNELS.draw(rng), language, state, topic.code, "machine",
            as_json([[topic.code, 0.9]]), topic.agency, topic.kind, YES if topic.urgent else NO, words, words,
            NO if topic.private else YES, code, as_text(place), as_text(place), lon, lat,
            as_bytes(rng.randbytes(32)), as_date(due), as_date(done),
            as_date(done), OUTCOME if done else EMPTY, as_date(done or at), YES,
        ))  # fmt: skip
        return code

    def _order(
        self, serial: int, contact: str, number: str, topic: Topic, at: datetime, due: datetime,
        done: datetime | None, district: str,
    ) -> None:  # fmt: skip
        self.rows["contact_workorder"].append(row(
            made_id(at, ORDER, serial), as_date(at), contact, number, topic.code, district, topic.agency,
            topic.unit or agency_of(topic.agency).intake, "done" if done else "open", YES if topic.urgent else NO,
            as_date(due), as_date(due), EMPTY if done or due > self.now else "overdue",
            OUTCOME if done else EMPTY, as_date(done), as_date(done or at),
        ))  # fmt: skip

    def _history(self, serial: int, contact: str, topic: Topic, steps: Sequence[tuple[datetime, str]]) -> None:
        for place, (at, kind) in enumerate(steps):
            office = topic.agency if kind == "answered" else EMPTY
            data = as_json({"outcome": OUTCOME} if office else {})
            who = "officer" if office else "system" if kind == "closed" else "reporter"
            self.rows["contact_contactevent"].append(
                row(made_id(at, EVENT, serial * 4 + place), as_date(at), contact, kind, who, office, YES, data)
            )


def load_contacts(*, contacts: int, seed: int, say: Say) -> int:
    """Write the contacts that are not there yet, in chunks that are there whole or not at all; how many were."""
    topics = list(releases.current().topics.values())
    if not topics:
        raise ValueError("This city has no topics. Load a city folder with contact/ first.")
    places = _places()
    edges = [*range(0, contacts, CHUNK), contacts]
    missing = [(first, end) for first, end in pairwise(edges) if not _is_there(first)]
    count: int = sum(end - first for first, end in missing)
    with indexes_aside(large=count >= LARGE, say=say, only=tuple(TABLES)):
        for place, (first, end) in enumerate(missing):
            _chunk(Writer(topics, Random(seed * 1_000_003 + first), clock.now(), places), first, end)  # noqa: S311
            if place % 50 == 49:
                say(f"{end:,} of {contacts:,} contacts")
    return count


@transaction.atomic
def _chunk(writer: Writer, first: int, end: int) -> None:
    for serial in range(first, end):
        writer.write(serial)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    for table, lines in writer.rows.items():
        copy_into(table, TABLES[table], lines)


def _is_there(first: int) -> bool:
    number = made_number(city.current().number_prefix, first)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM contact_contactrequest WHERE number = %s", [number])
        return cursor.fetchone() is not None


def _time(topic: Topic) -> timedelta:
    """About as long as the topic allows; weekends are left out of a made-up past."""
    return timedelta(hours=topic.hours) if topic.hours else timedelta(days=topic.days)


def _places() -> list[Place]:
    """The city's named places; its districts without a point where it has named none."""
    here = city.current()
    named = [(each.district, str(each.name), str(each.lon), str(each.lat)) for each in here.places.values()]
    return named or [(code, str(name), NULL, NULL) for code, name in here.districts.items()]
