"""Registering residents, mandates between them, and how they want to be reached."""

import unicodedata
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.errors import Invalid, NotAllowed, NotFound
from onecity.common.sealed import fingerprint, seal
from onecity.common.typed import clean
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
    """Let one resident act for another. A mandate for a child ends by itself on the day before the child is of age."""
    if kind == Mandate.CHILD:
        ends = min(filter(None, [ends, last_day_as_minor(principal.born)]))
    return Mandate.objects.create(
        principal_id=principal.id,
        agent_id=agent_id,
        kind=kind,
        principal_name=principal.name,
        starts=clock.today(),
        ends=ends,
    )


def last_day_as_minor(born: date) -> date:
    """The day before the eighteenth birthday; born on 29 February, one is of age on 1 March."""
    return date(born.year + ADULT, born.month, 1) + timedelta(days=born.day - 2)


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
    email, phone = clean(email), unicodedata.normalize("NFKC", clean(phone))
    _check_contact(email, phone, language)
    resident = Resident.objects.select_for_update().get(id=resident_id)
    resident.email, resident.phone = email, phone
    resident.language, resident.notices_by_email = language, notices_by_email
    resident.save(update_fields=["email", "phone", "language", "notices_by_email"])
    record(actor=actor, action="change", what="contact", purpose="contact", resident_id=resident_id)
    return resident


def _check_contact(email: str, phone: str, language: str) -> None:
    wrong = {}
    if email and not _is_email(email):
        wrong["email"] = _("Enter an e-mail address such as name@example.org.")
    if phone and not _is_phone(phone):
        wrong["phone"] = _("Enter a telephone number of 5 to 20 digits.")
    if language not in dict(settings.LANGUAGES):
        wrong["language"] = _("Choose one of the languages.")
    if wrong:
        raise Invalid(_("Some of this cannot be right."), next_step=_("Nothing was changed yet."), fields=wrong)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _is_phone(text: str) -> bool:
    digits = [letter for letter in text if letter in "0123456789"]
    return 5 <= len(digits) <= 20 and len(text) <= 30 and set(text) <= set("0123456789+-() ")
