"""The filters of the queue, as the address carries them."""

from collections.abc import Mapping

from onecity.applications.queries import QueueFilter


def filter_of(query: Mapping[str, str]) -> QueueFilter:
    """A filter from an address; what is not a filter is passed over."""
    return QueueFilter(
        unit=query.get("unit", "")[:40],
        mine=bool(query.get("mine")),
        overdue=bool(query.get("overdue")),
        service=query.get("service", "")[:100],
        state=query.get("state", "")[:10],
    )
