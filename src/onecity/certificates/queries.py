"""The wallet, and the check that anybody may make."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from onecity.certificates.codes import read_code
from onecity.certificates.domain import said_by, seal_key, trace
from onecity.certificates.models import Certificate
from onecity.certificates.wording import Said, digest_of
from onecity.common.actor import Actor
from onecity.common.clock import today
from onecity.common.errors import NotFound

State = Literal["valid", "revoked", "expired", "not-valid"]
CHECKER = Actor(kind="system", name="Certificate check")
LARGEST_PDF = 5_000_000  # bytes; ours have about 60,000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says. ``said`` is what the certificate says; nothing at all when it is not valid."""

    state: State
    said: Said | None = None
    code: str = ""
    valid_until: date | None = None
    revoked_at: datetime | None = None
    revoked_reason: str = ""

    @property
    def words(self) -> str:
        """One plain sentence for whoever asked."""
        return {
            "valid": _("This certificate is valid."),
            "revoked": _("This certificate was valid once and has been revoked."),
            "expired": _("This certificate was valid until its last day, which has passed."),
            "not-valid": _("This is not a valid certificate of this city."),
        }[self.state]


NOT_VALID = Verdict("not-valid")


def certificates_of(resident_id: UUID, after: UUID | None = None, *, limit: int = 100) -> list[Certificate]:
    """A resident's certificates, newest first; ``after`` is the id of the last one already seen."""
    found = Certificate.objects.filter(resident_id=resident_id)
    if after:
        found = found.filter(id__lt=after)
    return list(found.order_by("-id")[:limit])


def get_certificate(certificate_id: UUID, *, resident_id: UUID) -> Certificate:
    """A resident's certificate; NotFound when there is none, or when it is another's."""
    found = Certificate.objects.filter(id=certificate_id, resident_id=resident_id).first()
    if found is None:
        raise NotFound(_("There is no such certificate."), code="no-such-certificate")
    return found


def certificate_of_case(case_id: UUID) -> Certificate | None:
    """What a case gave; for those who may see the case."""
    return Certificate.objects.filter(case_id=case_id).first()


@transaction.atomic
def check_code(text: str, *, actor: Actor = CHECKER) -> Verdict:
    """The verdict on a code, however it was typed. To find one is a look at its holder's data, and is traced."""
    code = read_code(text)
    certificate = Certificate.objects.filter(code=code).first() if code else None
    if certificate is None:
        return NOT_VALID
    said = said_by(certificate)
    if digest_of(seal_key(), certificate.code, said) != certificate.digest:
        return NOT_VALID
    trace(actor, "check", certificate)
    return Verdict(
        _state(certificate, said),
        said=said,
        code=certificate.code,
        valid_until=said.valid_until,
        revoked_at=certificate.revoked_at,
        revoked_reason=certificate.revoked_reason,
    )


def check_pdf(pdf: bytes, *, actor: Actor = CHECKER) -> Verdict:
    """The verdict on a file: our signature must cover all of it, and what it was signed for must be what we know."""
    from onecity.certificates.signing import NotOurs, keywords_of_signed  # half a second that few processes need

    if len(pdf) > LARGEST_PDF:
        return NOT_VALID
    try:
        marks = keywords_of_signed(pdf)
    except NotOurs:
        return NOT_VALID
    if not Certificate.objects.filter(code=marks.get("code"), digest=marks.get("digest")).exists():
        return NOT_VALID
    return check_code(marks["code"], actor=actor)


def _state(certificate: Certificate, said: Said) -> State:
    if certificate.revoked_at:
        return "revoked"
    return "expired" if said.valid_until and said.valid_until < today() else "valid"
