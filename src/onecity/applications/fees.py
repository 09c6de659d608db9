"""What an application costs, told before it is sent."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction

from onecity import rules
from onecity.applications.facts import registers_to_charge
from onecity.catalogue.definition import Service
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.registers import queries as registers


def work_out_fee(*, service: Service, resident_id: UUID, answers: dict[str, object], actor: Actor) -> Decimal | None:
    """The fee for these answers and what the city knows today, in the city's money.

    Reads the registers that the fee depends on, each read with its row in the ledger. None while an answer is missing
    that it needs. Who may act for the resident is for the caller to check: she has opened the draft.
    """
    with transaction.atomic():
        known = registers.read_registers(
            resident_id=resident_id, registers=registers_to_charge(service), purpose=service.code, actor=actor
        )
    try:
        return rules.compile(service.fee).amount(rules.facts(registers=known, answers=answers, today=clock.today()))
    except rules.RuleFault:
        return None
