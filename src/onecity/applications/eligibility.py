"""May this person apply? Answered with a plain reason for every no, before she begins and again when she files."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onecity import rules
from onecity.applications.facts import registers_to_start
from onecity.applications.refusals import MayNotFileFor
from onecity.catalogue.definition import Service
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.text import Text
from onecity.people.permissions import acts_as
from onecity.registers import queries as registers


@dataclass(frozen=True, slots=True)
class Eligibility:
    eligible: bool
    reasons: tuple[Text, ...] = ()


def check_eligibility(*, service: Service, resident_id: UUID, actor: Actor) -> Eligibility:
    """Read what the rules of the service name, and no more; each read leaves its row in the ledger.

    A resident may ask for herself and for those whose mandate she holds today.
    """
    if actor.resident is None or not acts_as(actor.resident, resident_id, clock.today()):
        raise MayNotFileFor
    if not service.eligible:
        return Eligibility(True)
    with transaction.atomic():
        known = registers.read_registers(
            resident_id=resident_id, registers=registers_to_start(service), purpose=service.code, actor=actor
        )
    return judge(service, rules.facts(registers=known, answers={}, today=clock.today()))


def judge(service: Service, facts: rules.Facts) -> Eligibility:
    """All conditions must hold."""
    reasons = tuple(c.reason for c in service.eligible if not rules.compile(c.test).holds(facts))
    return Eligibility(not reasons, reasons)
