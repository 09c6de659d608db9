"""What expires and can be renewed now: told on the first page, before anybody asks.

The registers are looked at once a day and session: each look leaves its row in the ledger, and one is enough.
"""

from collections.abc import Mapping, MutableMapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from onecity import rules
from onecity.applications.eligibility import judge
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.registers.queries import read_registers

KEPT = "renewals"  # session key
PURPOSE = "reminder"
Records = Mapping[str, dict[str, Any]]
LONG = timedelta(days=3650)
EXPIRES = "expires"  # the attribute by which a register says until when something is valid


def renewals_of(resident_id: UUID, actor: Actor, session: MutableMapping[str, Any]) -> dict[str, date]:
    """The services by which she can renew something today, each with the day on which it expires."""
    key = f"{resident_id} {clock.today()}"
    if session.get(KEPT, {}).get("for") != key:
        session[KEPT] = {"for": key, "due": _due(resident_id, actor)}
    return {code: date.fromisoformat(day) for code, day in session[KEPT]["due"].items()}


def _due(resident_id: UUID, actor: Actor) -> dict[str, str]:
    renewing = {service.code: service for service in catalogue.all_services() if _register_of(service)}
    registers = {_register_of(service) for service in renewing.values()}
    if not registers:
        return {}
    with transaction.atomic():
        known = read_registers(resident_id=resident_id, registers=registers, purpose=PURPOSE, actor=actor)
    return {
        code: str(known[_register_of(service)][EXPIRES])
        for code, service in renewing.items()
        if known.get(_register_of(service), {}).get(EXPIRES) and _is_due(service, known)
    }


def _is_due(service: Service, known: Records) -> bool:
    """Open now, and shut if the same thing expired years from now: else it is something else that is renewed."""
    later = (clock.today() + LONG).isoformat()
    valid_long = {
        register: record | ({EXPIRES: later} if EXPIRES in record else {}) for register, record in known.items()
    }
    return _may(service, known) and not _may(service, valid_long)


def _may(service: Service, known: Records) -> bool:
    return judge(service, rules.facts(registers=known, answers={}, today=clock.today())).eligible


def _register_of(service: Service) -> str:
    """The one register whose date of expiry decides whether this can be renewed; empty for any other service."""
    if not service.code.endswith(".renew") or "self" not in service.whom:
        return ""
    named = [pair for condition in service.eligible for pair in rules.compile(condition.test).names.attributes]
    registers = {register for register, _attribute in named}
    return registers.pop() if len(registers) == 1 and any(name == EXPIRES for _r, name in named) else ""
