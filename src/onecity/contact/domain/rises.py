"""What rises unusually is noted once, told to those who lead the agency, and cleared when it has fallen back."""

from django.db import connection, transaction

from onecity.common import clock
from onecity.contact import releases
from onecity.contact.models import Rise
from onecity.contact.queries.trends import Rising, rising_topics
from onecity.notices import domain as notices

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('contact_rises'))"


@transaction.atomic
def watch_rises() -> int:
    """Compare the last day with the weeks before; how many rises are new."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    found = {(rising.topic, rising.district): rising for rising in rising_topics(clock.now())}
    running = {(rise.topic, rise.district): rise for rise in Rise.objects.filter(ended_at=None)}
    for key, rise in running.items():
        _go_on(rise, found[key]) if key in found else _clear(rise)
    new = [rising for key, rising in found.items() if key not in running]
    for rising in new:
        _begin(rising)
    return len(new)


def _begin(rising: Rising) -> None:
    topic = releases.current().topics.get(rising.topic)
    rise = Rise.objects.create(
        topic=rising.topic, district=rising.district, agency=topic.agency if topic else "",
        counts=list(rising.counts), usual=rising.usual, most=rising.counts[0],
    )  # fmt: skip
    if topic:
        facts = {"title": topic.title, "count": rising.counts[0], "usual": round(rising.usual)}
        notices.alert_agency(
            agency=topic.agency, unit=topic.unit, kind="topic-rises", facts=facts, about_id=rise.id, heads=True
        )


def _go_on(rise: Rise, rising: Rising) -> None:
    rise.counts, rise.usual, rise.most = list(rising.counts), rising.usual, max(rise.most, rising.counts[0])
    rise.save(update_fields=["counts", "usual", "most"])


def _clear(rise: Rise) -> None:
    rise.ended_at = clock.now()
    rise.save(update_fields=["ended_at"])
