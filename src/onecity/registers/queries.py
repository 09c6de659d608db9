"""Reading what agencies know of a resident: bound to a purpose, and never without a trace."""

from collections.abc import Collection
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from onecity.city import queries as city
from onecity.common import rows
from onecity.common.actor import Actor
from onecity.common.errors import Invalid
from onecity.ledger import domain as ledger
from onecity.ledger.models import Entry
from onecity.registers.models import Correction, Record

Known = dict[str, dict[str, object]]
PAGE = 50
KNOWN = "SELECT register, data FROM registers_record WHERE resident_id = %s AND register = ANY(%s)"


def read_registers(*, resident_id: UUID, registers: Collection[str], purpose: str, actor: Actor) -> Known:
    """What these registers know of a resident: register -> attribute -> value, by one query.

    Each register that was asked leaves a row in the ledger, in the caller's transaction (which must be open), whether
    or not it knows her. A register without a record is left out. Refuses a register that the city does not have, and a
    read without a purpose.
    """
    known, looks = read_with_looks(resident_id=resident_id, registers=registers, purpose=purpose, actor=actor)
    ledger.record_all(looks)
    return known


def read_with_looks(
    *, resident_id: UUID, registers: Collection[str], purpose: str, actor: Actor
) -> tuple[Known, list[Entry]]:
    """As ``read_registers``, for a caller who writes the looks into the ledger herself, together with more of hers.

    She must write them in the same transaction, whatever comes of it.
    """
    wanted = list(dict.fromkeys(registers))
    _check(wanted, purpose)
    if not wanted:
        return {}, []
    found = rows.many(KNOWN, [resident_id, wanted])
    looks = [_look(actor, resident_id, register, purpose) for register in wanted]
    return {register: msgspec.json.decode(data) for register, data in found}, looks


def _check(registers: list[str], purpose: str) -> None:
    if not purpose:
        raise Invalid(_("A register is only read for a purpose."), code="no-purpose")
    known = city.current().registers
    if unknown := [register for register in registers if register not in known]:
        raise Invalid(_("There is no register called %(code)s.") % {"code": unknown[0]}, code="no-such-register")


def _look(actor: Actor, resident_id: UUID, register: str, purpose: str) -> Entry:
    return ledger.entry(
        actor=actor, action="read", what=f"register.{register}", purpose=purpose, resident_id=resident_id
    )


def corrections_of(resident_id: UUID) -> list[Correction]:
    """What a resident has reported, the newest first."""
    return list(Correction.objects.filter(resident_id=resident_id).order_by("-id")[:PAGE])


def corrections_to_answer(actor: Actor) -> list[Correction]:
    """What waits for an answer of this officer's agency, the oldest first, with what the register ``says`` now.

    Each is a look at somebody's data, and leaves its row in the ledger.
    """
    if actor.kind != "officer":
        return []
    with transaction.atomic():
        waiting = list(Correction.objects.filter(agency=actor.agency, state=Correction.OPEN).order_by("id")[:PAGE])
        known = _records_of(waiting)
        for correction in waiting:
            correction.says = known.get((correction.resident_id, correction.register), {}).get(correction.attribute)
        ledger.record_all([_compared(actor, correction) for correction in waiting])
    return waiting


def _records_of(corrections: Collection[Correction]) -> dict[tuple[UUID, str], dict[str, object]]:
    """The records that these are about."""
    about = Q(*[Q(resident_id=c.resident_id, register=c.register) for c in corrections], _connector=Q.OR)
    records = Record.objects.filter(about) if corrections else []
    return {(record.resident_id, record.register): record.data for record in records}


def _compared(actor: Actor, correction: Correction) -> Entry:
    return ledger.entry(
        actor=actor, action="read", what=f"register.{correction.register}.{correction.attribute}",
        purpose="correction", resident_id=correction.resident_id,
    )  # fmt: skip
