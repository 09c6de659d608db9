"""Finding (first form: words only)."""

from typing import Protocol

from msgspec import Struct

from onecity.catalogue.definition import Service


class Hit(Struct, frozen=True):
    """A service found, and why: ``title``, ``words``, ``spelling`` or ``meaning``."""

    service: Service
    why: str


class Searched(Protocol):
    services: dict[str, Service]


def find(
    *,
    words: str,
    language: str,  # noqa: ARG001
    limit: int,
    catalogue: Searched,
) -> list[Hit]:
    typed = words.strip().lower()
    ranked = sorted(catalogue.services.values(), key=lambda service: -_score(service, typed))
    return [Hit(service, "title") for service in ranked[:limit]]


def _score(service: Service, typed: str) -> int:
    texts = [*service.title.values(), *(word for words in service.words.values() for word in words)]
    return sum(typed in text.lower() or text.lower() in typed for text in texts)
