"""What belongs together: the same matter told twice, and the parts of a larger one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from onecity.contact.models import ContactRequest

MOST = 200


@dataclass(frozen=True, slots=True)
class Linked:
    """``into`` is where a merged one goes on; ``same`` were merged into this one; ``parts`` have this one as parent."""

    into: ContactRequest | None
    parent: ContactRequest | None
    same: Sequence[ContactRequest]
    parts: Sequence[ContactRequest]


def linked_with(request: ContactRequest) -> Linked:
    """For whoever may read the request; at most 200 others. The caller has checked that she may."""
    above = [each for each in (request.merged_into, request.parent_id) if each]
    wanted = Q(id__in=above) | Q(merged_into=request.id) | Q(parent_id=request.id)
    found = ContactRequest.objects.filter(wanted).order_by("id")[:MOST]
    by_id = {each.id: each for each in found}
    return Linked(
        into=by_id.get(request.merged_into) if request.merged_into else None,
        parent=by_id.get(request.parent_id) if request.parent_id else None,
        same=[each for each in by_id.values() if each.merged_into == request.id],
        parts=[each for each in by_id.values() if each.parent_id == request.id],
    )
