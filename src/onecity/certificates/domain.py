"""Issuing and revoking."""

import hmac
from datetime import date
from typing import Any, Protocol
from uuid import UUID

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from onecity.catalogue.definition import Given, Service
from onecity.certificates import wording
from onecity.certificates.codes import new_code
from onecity.certificates.models import Certificate
from onecity.certificates.wording import Said
from onecity.city.queries import as_text, current
from onecity.common import rows
from onecity.common.actor import Actor
from onecity.common.clock import now, today
from onecity.common.errors import Invalid, NotFound, Refusal
from onecity.common.text import Text
from onecity.ledger.domain import record
from onecity.people.queries import get_resident


class Granted(Protocol):
    """What is needed of a case: this room stands below the one that keeps cases."""

    pk: UUID
    number: str
    resident_id: UUID


def seal_key() -> bytes:
    """The key of the digests, derived from the city's signing key for this use alone."""
    return hmac.digest(settings.SIGNING_KEY, b"certificate-digest\x01", "sha256")


def issue(*, case: Granted, service: Service, answers: dict[str, Any], actor: Actor) -> Certificate:
    """The certificate of a granted case: a frozen text, a code and a digest; the PDF is made when it is asked for.

    Needs a transaction (it writes to the ledger). A case gives one certificate: a second is refused by the database.
    """
    if service.gives is None:
        raise Invalid(_("This service gives no certificate."), code="no-certificate")
    said = _said(case, service, service.gives, answers)
    code = new_code()
    certificate = Certificate(
        code=code,
        kind=service.gives.certificate,
        resident_id=case.resident_id,
        case_id=case.pk,
        case_number=case.number,
        agency=service.agency,
        service=service.code,
        data=msgspec.to_builtins(said),
        digest=wording.digest_of(seal_key(), code, said),
        valid_until=said.valid_until,
    )
    rows.store(certificate)
    trace(actor, "issue", certificate)
    return certificate


def revoke(*, certificate_id: UUID, reason: str, actor: Actor) -> Certificate:
    """Take a certificate back, with a reason that everybody who checks it will read.

    Refused to everybody but an officer of the agency that issued it. A second revocation is refused.
    """
    certificate = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    if certificate is None or actor.kind != "officer" or certificate.agency != actor.agency:
        raise NotFound(_("There is no such certificate at your agency."))
    if certificate.revoked_at:
        raise Refusal(_("This certificate is revoked already."), code="already-revoked")
    certificate.revoked_at, certificate.revoked_reason = now(), _reason(reason)
    certificate.save(update_fields=["revoked_at", "revoked_reason"])
    trace(actor, "revoke", certificate)
    return certificate


def said_by(certificate: Certificate) -> Said:
    """What a certificate says, as it was frozen on the day of issue."""
    return msgspec.convert(certificate.data, Said, dec_hook=as_text)


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason or len(reason) > 300:
        raise Invalid(
            _("Give the reason in at most 300 characters."),
            next_step=_("Everybody who checks the certificate will read it."),
            fields={"reason": _("Give the reason in at most 300 characters.")},
        )
    return reason


def _said(case: Granted, service: Service, given: Given, answers: dict[str, Any]) -> Said:
    city = current()
    kind = city.certificates[given.certificate]
    issued_on = today()
    until = _years_after(issued_on, given.valid_years) if given.valid_years else None
    holder = get_resident(case.resident_id).name
    words = {
        **wording.shown_answers(service.fields, answers),
        "holder": wording.same(holder),
        "number": wording.same(case.number),
        "agency": city.agencies[service.agency].name,
        "city": city.name,
        "issued_on": wording.written_date(issued_on),
        "valid_until": wording.written_date(until) if until else Text(en="without end", zh="长期"),
    }
    return Said(
        title=kind.title,
        text=wording.fill(kind.text, words),
        facts=wording.facts_of(kind, service.fields, answers),
        holder=holder,
        agency=city.agencies[service.agency].name,
        city=city.name,
        city_code=city.code,
        service=service.title,
        case_number=case.number,
        issued_on=issued_on,
        valid_until=until,
        made_up=city.made_up,
        accent=city.accent,
        languages=city.languages,
    )


def _years_after(day: date, years: int) -> date:
    """The same day years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def trace(actor: Actor, action: str, certificate: Certificate) -> None:
    """Write to the ledger what was done with a certificate."""
    record(
        actor=actor,
        action=action,
        what=f"certificate.{certificate.kind}",
        purpose=certificate.service,
        resident_id=certificate.resident_id,
        case_id=certificate.case_id,
    )
