"""Committed changes, and who wants to hear of them: subscriptions, the live stream, alerts.

The store calls ``announce`` with what one transaction changed, after the commit and in its order. Listeners are plain
functions that must return at once (they match and put into queues); nothing they do holds a writer up.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

Document = dict[str, Any]


class Change(msgspec.Struct):
    """What happened to one entity.

    ``before``  the expanded entity before, with its system attributes; None if it was created
    ``after``   the expanded entity after, with its system attributes; None if it was deleted
    ``at``      when (UTC): the new modifiedAt, or deletedAt
    """

    tenant: str
    id: str
    before: Document | None
    after: Document | None
    at: datetime


Listener = Callable[[Sequence[Change]], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Have ``listener`` hear of every committed change; the answer makes it stop."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def anyone_listens() -> bool:
    """Whether the state before and after a write is of use to anyone; if not, the store need not read it."""
    return bool(_listeners)


def announce(changes: Sequence[Change]) -> None:
    """Tell every listener of what one transaction changed."""
    for listener in tuple(_listeners):
        listener(changes)
