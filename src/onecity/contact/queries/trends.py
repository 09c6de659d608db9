"""Topics that rise unusually: the last 24 hours beside the same hours of the eight weeks before.

The threshold is that of Farrington, Andrews, Beale and Catchpole, "A statistical algorithm for the early detection of
outbreaks of infectious disease", J. R. Stat. Soc. A 159 (1996) 547-563, on counts of the same weekday: it allows for
counts that vary more than chance, and by the power of two thirds for counts that are small.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median

from onecity.common import clock, rows
from onecity.contact.models import ContactRequest, Rise

WEEKS = 8
Z = 4.0  # standard deviations: hundreds of topics are looked at every hour
FEWEST = 6  # contacts that can be a rise at all
FEW = 20
LEAST = 0.5  # a topic that nobody named for weeks is taken to come every other day
COUNTS = """
SELECT topic, district, floor(extract(epoch FROM %(now)s - at) / 604800)::int AS week, count(*)
FROM contact_contactrequest
WHERE topic <> '' AND at > %(now)s - interval '57 days' AND at <= %(now)s
  AND mod(extract(epoch FROM %(now)s - at), 604800) < 86400
GROUP BY 1, 2, 3
"""
Key = tuple[str, str]  # topic, district (empty: the whole city)
Counts = tuple[int, ...]  # of the last 24 hours, and of the same hours one, two … eight weeks before


@dataclass(frozen=True, slots=True)
class Rising:
    """``counts`` begin with the last 24 hours; ``usual`` is the median of the weeks before."""

    topic: str
    district: str
    counts: Counts
    usual: float


def rising_topics(now: datetime) -> Sequence[Rising]:
    """In the whole city, the steepest first; in a district only where the city as a whole shows nothing unusual."""
    in_city, in_district = _counts(now)
    everywhere = [_rising((topic, ""), counts) for topic, counts in in_city.items() if is_unusual(counts)]
    known = {rise.topic for rise in everywhere}
    locally = [
        _rising(key, counts) for key, counts in in_district.items() if key[0] not in known and is_unusual(counts)
    ]
    return sorted([*everywhere, *locally], key=lambda rise: rise.usual - rise.counts[0])


def behind(rise: Rise, limit: int = FEW) -> list[ContactRequest]:
    """The contacts of the last 24 hours that make a running rise, the newest first."""
    found = ContactRequest.objects.filter(topic=rise.topic, at__gt=clock.now() - timedelta(days=1))
    chosen = found.filter(district=rise.district) if rise.district else found
    return list(chosen.order_by("-at")[:limit])


def is_unusual(counts: Counts) -> bool:
    """Whether the first count lies above what the others let one expect."""
    return counts[0] >= FEWEST and counts[0] > threshold(counts[1:])


def threshold(before: Sequence[int]) -> float:
    """The count that is exceeded by chance once in some 30,000 looks (``Z``)."""
    usual = max(mean(before), LEAST)
    spread = sum((count - usual) ** 2 for count in before) / (usual * (len(before) - 1))
    variance = max(1.0, spread) + 1 / len(before)
    return float(usual * (1 + 2 / 3 * Z * (variance / usual) ** 0.5) ** 1.5)


def _rising(key: Key, counts: Counts) -> Rising:
    return Rising(*key, counts, float(median(counts[1:])))


def _counts(now: datetime) -> tuple[dict[str, Counts], dict[Key, Counts]]:
    """By topic, and by topic and district; one statement for all of them."""
    found = rows.many(COUNTS, {"now": now})
    by_district = _by_week(((topic, district), week, count) for topic, district, week, count in found if district)
    by_topic = _by_week(((topic, ""), week, count) for topic, _district, week, count in found)
    return {topic: counts for (topic, _), counts in by_topic.items()}, by_district


def _by_week(found: Iterable[tuple[Key, int, int]]) -> dict[Key, Counts]:
    counts: dict[Key, list[int]] = defaultdict(lambda: [0] * (WEEKS + 1))
    for key, week, count in found:
        counts[key][min(week, WEEKS)] += count
    return {key: tuple(each) for key, each in counts.items()}
