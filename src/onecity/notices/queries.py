"""A resident's inbox and an agency's alerts."""

from uuid import UUID

from django.db.models import Q

from onecity.common.actor import Actor
from onecity.notices.models import AgencyAlert, Notice

PAGE = 20
MANY = 99  # more unread notices than this are not counted


def inbox(resident_id: UUID, after: UUID | None = None, limit: int = PAGE) -> list[Notice]:
    """Her notices, the newest first; ``after`` is the last one of the page before."""
    notices = Notice.objects.filter(resident_id=resident_id).order_by("-id")
    return list((notices.filter(id__lt=after) if after else notices)[:limit])


def unread_count(resident_id: UUID) -> int:
    """How many she has not read; counted up to ``MANY``."""
    return Notice.objects.filter(resident_id=resident_id, read_at=None)[:MANY].count()


def alerts_of(actor: Actor, after: UUID | None = None, limit: int = PAGE) -> list[AgencyAlert]:
    """The alerts of an officer's units and of her whole agency, the newest first; escalated ones for heads only."""
    mine = AgencyAlert.objects.filter(Q(unit="") | Q(unit__in=actor.units), agency=actor.agency).order_by("-id")
    mine = mine if actor.head else mine.filter(heads=False)
    return list((mine.filter(id__lt=after) if after else mine)[:limit])


def unseen_alerts(actor: Actor) -> int:
    """How many of them nobody has seen; counted up to ``MANY``."""
    mine = AgencyAlert.objects.filter(Q(unit="") | Q(unit__in=actor.units), agency=actor.agency, seen_at=None)
    return (mine if actor.head else mine.filter(heads=False))[:MANY].count()
