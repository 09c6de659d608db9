"""Drafts that are ready to be filed: made directly, one for each of many residents."""

from typing import Any
from uuid import UUID

from onecity.catalogue import queries as catalogue
from onecity.common.clock import now
from onecity.common.ids import new_id
from onecity.forms.models import Draft
from onecity.forms.prefill import prefill
from onecity.registers.models import Record

SERVICE = "residence-certificate.apply"
TYPED = {"purpose": "school", "phone": "13800000000"}


def prepare(people: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """A filled draft for each: draft id, token. What was left from a run before is thrown away."""
    accounts = [UUID(account) for account, _resident, _token in people]
    Draft.objects.filter(account_id__in=accounts, submitted_at=None).delete()
    known = _population([UUID(resident) for _account, resident, _token in people])
    drafts = [_draft(UUID(a), UUID(r), known[UUID(r)]) for a, r, _token in people]
    Draft.objects.bulk_create(drafts, batch_size=1000)
    return [(str(draft.id), token) for draft, (_a, _r, token) in zip(drafts, people, strict=True)]


def _population(residents: list[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = Record.objects.filter(resident_id__in=residents, register="population")
    return dict(rows.values_list("resident_id", "data"))


def _draft(account: UUID, resident: UUID, population: dict[str, Any]) -> Draft:
    service = catalogue.get_service(SERVICE)
    answers, sources = prefill(service, {"population": population})
    return Draft(
        id=new_id(), resident_id=resident, account_id=account, service=SERVICE, answers=answers | TYPED,
        version_id=catalogue.version_id(SERVICE), sources=sources, saved_at=now(),
    )  # fmt: skip
