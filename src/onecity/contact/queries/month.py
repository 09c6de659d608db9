"""What came in during a span of time: by channel and by topic, and how soon it was answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onecity.common import rows
from onecity.contact import releases

CAME_IN = """
SELECT grouping(channel), grouping(topic), channel, topic, count(*),
       count(*) FILTER (WHERE at_first_contact),
       count(*) FILTER (WHERE reopened > 0),
       count(*) FILTER (WHERE state IN ('received', 'working')),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - at)::float8 / 3600)
           FILTER (WHERE answered_at IS NOT NULL)
FROM contact_contactrequest WHERE at >= %(start)s AND at < %(end)s
GROUP BY GROUPING SETS ((), (channel), (topic))
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Contacts of one channel or topic, or all of them (``code`` empty). ``hours`` is the median until the answer."""

    code: str
    contacts: int
    at_once: int
    reopened: int
    waiting: int
    hours: float | None


@dataclass(frozen=True, slots=True)
class Month:
    """Channels and topics with the most contacts first; ``groups`` count the contacts of their topics."""

    whole: Part
    channels: Sequence[Part]
    topics: Sequence[Part]
    groups: Sequence[tuple[str, int]]


def came_in(start: datetime, end: datetime) -> Month:
    """One statement, whatever the number of topics."""
    whole, channels, topics = Part("", 0, 0, 0, 0, None), [], []
    for no_channel, no_topic, channel, topic, *counts in rows.many(CAME_IN, {"start": start, "end": end}):
        if not no_channel:
            channels.append(Part(channel, *counts))
        elif not no_topic:
            topics.append(Part(topic, *counts))
        else:
            whole = Part("", *counts)
    return Month(whole, _most_first(channels), _most_first(topics), _groups(topics))


def _most_first(parts: list[Part]) -> Sequence[Part]:
    return sorted(parts, key=lambda part: (-part.contacts, part.code))


def _groups(topics: Sequence[Part]) -> Sequence[tuple[str, int]]:
    """A topic that the city no longer has, or that nobody chose yet, belongs to none."""
    known, counts = releases.current().topics, Counter[str]()
    for part in topics:
        if part.code in known:
            counts[known[part.code].group] += part.contacts
    return counts.most_common()
