"""Corrections: a resident says that a register is wrong, and the agency that owns it answers."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from onecity.city import queries as city
from onecity.city.definition import Attribute, Register
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.errors import Invalid, NotAllowed, NotFound, Refusal
from onecity.common.typed import clean
from onecity.ledger import domain as ledger
from onecity.notices import domain as notices
from onecity.people.permissions import acts_as
from onecity.registers.models import Correction, Record
from onecity.registers.values import parse_value

ANSWER_LIMIT = 1000  # characters
NOTE_LIMIT = 1000


def dispute(
    *, resident_id: UUID, register: str, attribute: str, should_be: str, note: str = "", actor: Actor
) -> Correction:
    """Report that an attribute is wrong. One open report for each; the agency that owns the register is told."""
    if actor.resident is None or not acts_as(actor.resident, resident_id, clock.today()):
        raise NotAllowed(_("You may not report this for this person."), code="not-yours")
    owner, what = _attribute(register, attribute)
    should_be, note = clean(should_be), clean(note, lines=True)
    parse_value(what, should_be)
    if len(note) > NOTE_LIMIT:
        raise _too_long("note", NOTE_LIMIT)
    with transaction.atomic():
        return _store(owner, what, resident_id, should_be, note, actor)


def answer_correction(*, correction_id: UUID, mend: bool, answer: str, actor: Actor) -> Correction:
    """Mend the register or keep it, with words for the resident; only by an officer of the agency that owns it."""
    answer = _checked_answer(answer)
    with transaction.atomic():
        correction = _open_correction(correction_id, actor)
        if mend:
            _mend(correction)
        _close(correction, mend, answer, actor)
    return correction


def _attribute(register: str, attribute: str) -> tuple[Register, Attribute]:
    owner = city.current().registers.get(register)
    what = owner.attributes.get(attribute) if owner else None
    if owner is None or what is None:
        raise NotFound(_("The city keeps no such entry."), code="no-such-attribute")
    return owner, what


def _store(owner: Register, what: Attribute, resident_id: UUID, should_be: str, note: str, actor: Actor) -> Correction:
    correction = Correction(
        resident_id=resident_id,
        register=owner.code,
        attribute=what.code,
        agency=owner.owner,
        should_be=should_be,
        note=note,
    )
    if Correction.objects.bulk_create([correction], ignore_conflicts=True) and not _is_stored(correction):
        raise Refusal(
            _("You have reported this already."), next_step=_("The agency will answer you."), code="reported-already"
        )
    facts = {"register": owner.title, "attribute": what.title}
    notices.alert_agency(agency=owner.owner, unit="", kind="correction-wanted", facts=facts, about_id=correction.id)
    _trace(actor, "dispute", correction)
    return correction


def _is_stored(correction: Correction) -> bool:
    return Correction.objects.filter(id=correction.id).exists()


def _checked_answer(answer: str) -> str:
    answer = clean(answer, lines=True)
    if not answer:
        message = _("Write an answer: the resident will read it.")
        raise Invalid(message, next_step=_("Write one or two plain sentences."), fields={"answer": message})
    if len(answer) > ANSWER_LIMIT:
        raise _too_long("answer", ANSWER_LIMIT)
    return answer


def _too_long(field: str, limit: int) -> Invalid:
    message = _("This is too long: at most %(limit)d characters.") % {"limit": limit}
    return Invalid(message, next_step=_("Shorten it."), fields={field: message})


def _open_correction(correction_id: UUID, actor: Actor) -> Correction:
    found = Correction.objects.select_for_update().filter(id=correction_id, agency=actor.agency).first()
    if found is None or actor.kind != "officer":
        raise NotFound(_("There is no such correction at your agency."), code="no-such-correction")
    if found.state != Correction.OPEN:
        message = _("%(name)s has answered this already.") % {"name": found.answered_by}
        raise Refusal(message, next_step=_("Nothing you did was stored."), code="answered-already")
    return found


def _mend(correction: Correction) -> None:
    _owner, what = _attribute(correction.register, correction.attribute)
    record, _new = Record.objects.select_for_update().get_or_create(
        resident_id=correction.resident_id, register=correction.register, defaults={"data": {}}
    )
    record.data[what.code] = parse_value(what, correction.should_be)
    record.save()


def _close(correction: Correction, mend: bool, answer: str, actor: Actor) -> None:
    correction.state = Correction.MENDED if mend else Correction.KEPT
    correction.answer, correction.answered_at, correction.answered_by = answer, clock.now(), actor.name
    correction.save()
    notices.notify(resident_id=correction.resident_id, kind="correction-answered", facts={})
    _trace(actor, "mend" if mend else "keep", correction)


def _trace(actor: Actor, action: str, correction: Correction) -> None:
    ledger.record(
        actor=actor,
        action=action,
        what=f"register.{correction.register}.{correction.attribute}",
        purpose="correction",
        resident_id=correction.resident_id,
    )
