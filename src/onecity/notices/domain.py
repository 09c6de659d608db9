"""Telling residents and agencies."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from onecity.common import clock, rows
from onecity.notices import sending
from onecity.notices.models import AgencyAlert, Notice


def notify(*, resident_id: UUID, kind: str, facts: Mapping[str, object], case_id: UUID | None = None) -> Notice:
    """Put a notice into her inbox, in the caller's transaction."""
    notice = new_notice(resident_id=resident_id, kind=kind, facts=facts, case_id=case_id)
    rows.store(notice)
    return notice


def new_notice(*, resident_id: UUID, kind: str, facts: Mapping[str, object], case_id: UUID | None = None) -> Notice:
    """A notice that the caller stores with rows of her own. The row itself is the job of e-mailing it."""
    email_at = clock.now() if sending.is_set_up() else None
    return Notice(resident_id=resident_id, kind=kind, facts=dict(facts), case_id=case_id, email_at=email_at)


def mark_read(*, resident_id: UUID, notice_id: UUID | None = None) -> int:
    """She has read one notice, or all of them."""
    unread = Notice.objects.filter(resident_id=resident_id, read_at=None)
    chosen = unread.filter(id=notice_id) if notice_id else unread
    return chosen.update(read_at=clock.now())


def alert_agency(
    *, agency: str, unit: str, kind: str, facts: Mapping[str, object], case_id: UUID | None = None,
    task_id: UUID | None = None, about_id: UUID | None = None, due_on: date | None = None, heads: bool = False,
) -> None:  # fmt: skip
    """Tell a unit (or, with ``heads``, those who lead it) something; the same about the same date only once."""
    alert = AgencyAlert(
        agency=agency, unit=unit, kind=kind, facts=dict(facts), case_id=case_id, task_id=task_id,
        about_id=about_id or task_id, due_on=due_on, heads=heads,
    )  # fmt: skip
    AgencyAlert.objects.bulk_create([alert], ignore_conflicts=True)


def mark_seen(*, alert_id: UUID, agency: str, name: str) -> int:
    alerts = AgencyAlert.objects.filter(id=alert_id, agency=agency, seen_at=None)
    return alerts.update(seen_at=clock.now(), seen_by=name)
