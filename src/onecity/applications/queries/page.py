"""A page of a list, and where the next one begins."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from onecity.common.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``after`` is handed back to get the next page; empty on the last."""

    items: list[T]
    after: str = ""


def cursor(*key: object) -> str:
    """The key of the last row shown, as a text that fits into an address."""
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in key]).encode()).decode().rstrip("=")


def read_cursor(text: str, *kinds: Callable[[str], Any]) -> list[Any]:
    """The key again, each part read as its kind. What no page gave out is refused."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return [kind(str(part)) for kind, part in zip(kinds, list(parts), strict=True)]
    except (ValueError, TypeError, RecursionError):
        raise _not_ours() from None


def _not_ours() -> Invalid:
    return Invalid(
        _("This page of the list cannot be found."), next_step=_("Begin at the first page."), code="bad-cursor"
    )
