"""Who lives here, and for whom somebody may act."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from onecity.common.errors import NotFound
from onecity.common.sealed import fingerprint
from onecity.people.models import Mandate, Resident


def get_resident(resident_id: UUID) -> Resident:
    """A resident by id; NotFound when there is none."""
    found = Resident.objects.filter(id=resident_id).first()
    if found is None:
        raise NotFound(_("There is no such resident."), code="no-such-resident")
    return found


def residents_by_id(ids: Collection[UUID]) -> dict[UUID, Resident]:
    """Several residents at once; ids that nobody has are left out."""
    return Resident.objects.in_bulk(list(ids))


def find_by_number(number: str) -> Resident | None:
    """A resident by her personal number, however it was spaced; none when nobody has it."""
    return Resident.objects.filter(number_hash=fingerprint(plain_number(number))).first()


def plain_number(number: str) -> str:
    """A personal number as it is hashed: without spaces and hyphens, a final x in upper case."""
    return "".join(number.split()).replace("-", "").upper()


def in_force(on: date) -> Q:
    """Mandates that count on a day."""
    return Q(revoked_at=None, starts__lte=on) & (Q(ends=None) | Q(ends__gte=on))


def principals_of(resident_id: UUID, on: date) -> list[Mandate]:
    """The mandates under which this resident may act for others on a day."""
    return list(Mandate.objects.filter(in_force(on), agent_id=resident_id).order_by("id"))


def agents_of(resident_id: UUID, on: date) -> list[Mandate]:
    """The mandates under which others may act for this resident on a day."""
    return list(Mandate.objects.filter(in_force(on), principal_id=resident_id).order_by("id"))
