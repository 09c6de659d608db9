"""The wallet, and the check that anybody may make."""

from uuid import UUID

from onecity.certificates.models import Certificate


def certificates_of(resident_id: UUID) -> list[Certificate]:
    """A resident's certificates, newest first."""
    return list(Certificate.objects.filter(resident_id=resident_id).order_by("-id")[:200])


def certificate_of_case(case_id: UUID) -> Certificate | None:
    """What a case gave, if anything. The caller has made sure that she may see the case."""
    return Certificate.objects.filter(case_id=case_id).first()
