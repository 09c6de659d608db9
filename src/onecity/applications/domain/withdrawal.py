"""The resident takes her application back."""

from uuid import UUID

from django.db import transaction

from onecity.applications import casework, permissions
from onecity.applications.models import Case
from onecity.common.actor import Actor
from onecity.ledger import domain as ledger


def withdraw_case(*, case_id: UUID, actor: Actor) -> Case:
    """Until there is a decision. What was open is cancelled; nothing is deleted."""
    with transaction.atomic():
        work = casework.take_up(permissions.own_cases(actor).filter(id=case_id), actor)
        casework.end(work, Case.WITHDRAWN)
        work.happened("withdrawn")
        casework.tell(work, "case-withdrawn")
        casework.put_down(work)
        _record(work.case, actor)
    return work.case


def _record(case: Case, actor: Actor) -> None:
    ledger.record(
        actor=actor, action="withdraw", what="case", purpose=case.service, resident_id=case.resident_id, case_id=case.id
    )
