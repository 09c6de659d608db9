"""Reading what agencies know of a resident: bound to a purpose, and never without a trace."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from onecity.city import queries as city
from onecity.common.actor import Actor
from onecity.common.errors import Invalid
from onecity.ledger import domain as ledger
from onecity.registers.models import Correction, Record

Known = dict[str, dict[str, object]]
PAGE = 50


def read_registers(*, resident_id: UUID, registers: Collection[str], purpose: str, actor: Actor) -> Known:
    """What these registers know of a resident: register -> attribute -> value, by one query.

    Each register that was asked leaves a row in the ledger, in the caller's transaction (which must be open), whether or
    not it knows her. A register without a record is left out. Refuses a register that the city does not have, and a
    read without a purpose.
    """
    wanted = list(dict.fromkeys(registers))
    _check(wanted, purpose)
    if not wanted:
        return {}
    ledger.record_all([_look(actor, resident_id, register, purpose) for register in wanted])
    rows = Record.objects.filter(resident_id=resident_id, register__in=wanted).values_list("register", "data")
    return dict(rows)


def _check(registers: list[str], purpose: str) -> None:
    if not purpose:
        raise Invalid(_("A register is only read for a purpose."), code="no-purpose")
    known = city.current().registers
    if unknown := [register for register in registers if register not in known]:
        raise Invalid(_("There is no register called %(code)s.") % {"code": unknown[0]}, code="no-such-register")


def _look(actor: Actor, resident_id: UUID, register: str, purpose: str) -> ledger.Entry:
    return ledger.entry(
        actor=actor, action="read", what=f"register.{register}", purpose=purpose, resident_id=resident_id
    )


def corrections_of(resident_id: UUID) -> list[Correction]:
    """What a resident has reported, the newest first."""
    return list(Correction.objects.filter(resident_id=resident_id).order_by("-id")[:PAGE])


def corrections_to_answer(actor: Actor) -> list[Correction]:
    """What waits for an answer of this officer's agency, the oldest first."""
    if actor.kind != "officer":
        return []
    return list(Correction.objects.filter(agency=actor.agency, state=Correction.OPEN).order_by("id")[:PAGE])
