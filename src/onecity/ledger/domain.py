"""Writing the record. A caller that cannot write it may not go on: the read and its trace share one transaction."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.db import transaction

from onecity.common import rows
from onecity.common.actor import Actor
from onecity.ledger.models import Entry

COLUMNS = {
    "id": "uuid",
    "at": "timestamptz",
    "actor_kind": "text",
    "actor_id": "text",
    "actor_name": "text",
    "agency": "text",
    "resident_id": "uuid",
    "action": "text",
    "what": "text",
    "purpose": "text",
    "case_id": "uuid",
}
NAMES = ", ".join(COLUMNS)
INSERT = f"""
WITH stored AS (
    INSERT INTO ledger_entry ({NAMES})
    SELECT {NAMES} FROM json_to_recordset(%s) AS r({", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())})
    RETURNING id
)
INSERT INTO ledger_pending (entries) SELECT array_agg(id) FROM stored
"""  # noqa: S608  our own names; one JSON parameter costs a third of eleven arrays


class OutsideTransaction(RuntimeError):
    """A trace was to be written outside the transaction of its act: it could stay when the act fails, or go missing."""


def entry(
    *,
    actor: Actor,
    action: str,
    what: str,
    purpose: str,
    resident_id: UUID | None = None,
    case_id: UUID | None = None,
) -> Entry:
    """An entry that is not written yet, for ``record_all``."""
    return Entry(
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        agency=actor.agency,
        resident_id=resident_id,
        action=action,
        what=what,
        purpose=purpose,
        case_id=case_id,
    )


def record(
    *,
    actor: Actor,
    action: str,
    what: str,
    purpose: str,
    resident_id: UUID | None = None,
    case_id: UUID | None = None,
) -> Entry:
    """Write who did what to whose data and why, in the transaction of the act itself."""
    written = entry(actor=actor, action=action, what=what, purpose=purpose, resident_id=resident_id, case_id=case_id)
    record_all([written])
    return written


def record_all(entries: Sequence[Entry]) -> None:
    """Write several entries by one statement. Raises ``OutsideTransaction`` when no transaction is open."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("The ledger is written in the transaction of the act it records.")
    if not entries:
        return
    written = [{name: getattr(entry, name) for name in COLUMNS} for entry in entries]
    rows.write(INSERT, [msgspec.json.encode(written).decode()])
