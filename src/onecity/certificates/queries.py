"""The wallet, and the check that anybody may make."""

from uuid import UUID

from onecity.certificates.models import Certificate


def certificates_of(resident_id: UUID) -> list[Certificate]:
    """A resident's certificates, newest first."""
    return list(Certificate.objects.filter(resident_id=resident_id).order_by("-id")[:200])
