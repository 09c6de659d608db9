"""Who looked: what a resident may see of the record."""

from uuid import UUID

from onecity.ledger.models import Entry

PAGE = 50


def accesses_of(resident_id: UUID, after: UUID | None = None, *, limit: int = PAGE) -> list[Entry]:
    """What was done with a resident's data, newest first; ``after`` is the id of the last entry already seen."""
    found = Entry.objects.filter(resident_id=resident_id)
    if after:
        found = found.filter(id__lt=after)
    return list(found.order_by("-id")[:limit])
