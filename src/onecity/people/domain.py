"""Registering residents, mandates between them, and how they want to be reached."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.errors import Invalid, NotAllowed, NotFound
from onecity.common.sealed import fingerprint, seal
from onecity.ledger.domain import record
from onecity.people.models import Mandate, Resident
from onecity.people.permissions import acts_as
from onecity.people.queries import plain_number

ADULT = 18  # years


def register_resident(
    *, number: str, name: str, born: date, district: str, made_up: bool = False, **contact: str
) -> Resident:
    """Take up a resident. Her number is sealed; a number that is known already is refused by the database."""
    plain = plain_number(number)
    return Resident.objects.create(
        number_sealed=seal(plain),
        number_hash=fingerprint(plain),
        name=name,
        born=born,
        district=district,
        made_up=made_up,
        **contact,
    )


def give_mandate(*, principal: Resident, agent_id: UUID, kind: str, ends: date | None = None) -> Mandate:
    """Let one resident act for another. A mandate for a child ends by itself on the day before she comes of age."""
    if kind == Mandate.CHILD:
        of_age = principal.born.replace(year=principal.born.year + ADULT, day=min(principal.born.day, 28))
        ends = min(filter(None, [ends, of_age]))
    return Mandate.objects.create(
        principal_id=principal.id,
        agent_id=agent_id,
        kind=kind,
        principal_name=principal.name,
        starts=clock.today(),
        ends=ends,
    )


@transaction.atomic
def revoke_mandate(*, mandate_id: UUID, actor: Actor) -> Mandate:
    """End a mandate at once: by either of the two residents."""
    mandate = Mandate.objects.select_for_update().filter(id=mandate_id, revoked_at=None).first()
    if mandate is None or actor.resident not in (mandate.principal_id, mandate.agent_id):
        raise NotFound(_("There is no such mandate."), code="no-such-mandate")
    mandate.revoked_at = clock.now()
    mandate.save(update_fields=["revoked_at"])
    record(actor=actor, action="revoke", what="mandate", purpose="mandate", resident_id=mandate.principal_id)
    return mandate


@transaction.atomic
def change_contact(
    *, resident_id: UUID, email: str, phone: str, language: str, notices_by_email: bool, actor: Actor
) -> Resident:
    """How a resident wants to be reached. Wrong values are refused field by field, and nothing is changed."""
    if actor.resident is None or not acts_as(actor.resident, resident_id, clock.today()):
        raise NotAllowed(_("You may not change this."), code="not-yours")
    _check_contact(email, phone)
    resident = Resident.objects.select_for_update().get(id=resident_id)
    resident.email, resident.phone = email.strip(), phone.strip()
    resident.language, resident.notices_by_email = language, notices_by_email
    resident.save(update_fields=["email", "phone", "language", "notices_by_email"])
    record(actor=actor, action="change", what="contact", purpose="contact", resident_id=resident_id)
    return resident


def _check_contact(email: str, phone: str) -> None:
    wrong = {}
    if email.strip() and not _is_email(email.strip()):
        wrong["email"] = _("Enter an e-mail address such as name@example.org.")
    if phone.strip() and not _is_phone(phone.strip()):
        wrong["phone"] = _("Enter a telephone number of 5 to 20 digits.")
    if wrong:
        raise Invalid(_("Some of this cannot be right."), next_step=_("Nothing was changed yet."), fields=wrong)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _is_phone(text: str) -> bool:
    digits = [letter for letter in text if letter.isdigit()]
    return 5 <= len(digits) <= 20 and all(letter.isdigit() or letter in "+-() " for letter in text)
