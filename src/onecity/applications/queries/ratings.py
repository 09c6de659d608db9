"""What residents said of services, and what was answered."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Avg, Count

from onecity.applications import permissions
from onecity.applications.models import Rating
from onecity.applications.queries.page import Page, cursor, read_cursor
from onecity.common.actor import Actor

PAGE = 20
RECENT = 200  # ratings over which the average is taken


@dataclass(frozen=True, slots=True)
class Ratings:
    """The public ratings of a service. ``average`` and ``count`` are over the latest ``RECENT``."""

    average: float | None
    count: int
    latest: list[Rating]


def ratings_of_service(service: str, limit: int = PAGE) -> Ratings:
    """The latest, each with its answer. Nobody's name is in them."""
    newest = Rating.objects.filter(service=service).order_by("-id")
    over = Rating.objects.filter(id__in=newest.values("id")[:RECENT]).aggregate(average=Avg("stars"), count=Count("id"))
    return Ratings(over["average"], over["count"], list(newest[:limit]))


def ratings_to_answer(actor: Actor, after: str = "", limit: int = PAGE) -> Page[Rating]:
    """Bad ratings of the agency's services that nobody has answered, the oldest first."""
    if not permissions.in_office(actor):
        return Page([])
    open_ = Rating.objects.filter(agency=actor.agency, answered_at=None, answer_due_on__isnull=False).order_by("id")
    rows = list((open_.filter(id__gt=read_cursor(after, UUID)[0]) if after else open_)[: limit + 1])
    return Page(rows[:limit], cursor(rows[limit - 1].id) if len(rows) > limit else "")


def rating_of_case(case_id: UUID) -> Rating | None:
    return Rating.objects.filter(case_id=case_id).first()
