"""What an operation on an entity is, and what comes of it."""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from onecity.twin.errors import Problem, ResourceNotFound
from onecity.twin.model import (
    Attribute,
    Document,
    attributes_of,
    check_types,
    instances_of,
    scope_of,
)
from onecity.twin.state import State
from onecity.twin.times import parse_time


class Refusal(msgspec.Struct):
    """One attribute that was not changed, and why."""

    name: str
    reason: str


class Result(msgspec.Struct):
    """What came of an operation."""

    created: bool = False
    updated: list[str] = msgspec.field(default_factory=list)
    refused: list[Refusal] = msgspec.field(default_factory=list)


Apply = Callable[[State, datetime], Result]


class Operation(msgspec.Struct):
    """Something to be done to one entity; ``apply`` may raise Problem, and then nothing is changed.

    ``by``  the agency whose system asks for it; "" for the city itself, which may change everything
    """

    tenant: str
    id: str
    apply: Apply
    by: str = ""


Outcome = Result | Problem


def require(state: State) -> None:
    """The entity must exist."""
    if not state.current:
        raise ResourceNotFound("There is no such entity", f"{state.id} is not known here.")


class Given(msgspec.Struct):
    """A checked entity or fragment."""

    types: list[str]
    scopes: list[str] | None
    attributes: dict[str, Attribute]
    expires: datetime | None = None


def given(expanded: Document, *, whole: bool = False, nulls: bool = False) -> Given:
    """An entity or a part of one, checked; raises BadRequestData. ``whole`` wants types, ``nulls`` may delete."""
    types = check_types(expanded.get("type")) if whole or "type" in expanded else []
    expires = parse_time(expanded["expiresAt"], "expiresAt") if expanded.get("expiresAt") else None
    scopes = None if nulls and expanded.get("scope") == "urn:ngsi-ld:null" else scope_of(expanded)
    return Given(types, scopes, attributes_of(expanded, nulls=nulls), expires)


def fill(state: State, given: Given, at: datetime) -> None:
    """Everything given becomes part of the entity."""
    if state.scopes or given.scopes:
        state.rescope(given.scopes or [], at)
    state.expires = given.expires
    for name, instance in instances(given.attributes):
        state.put(name, instance, at)


def instances(attributes: dict[str, Attribute]) -> Iterable[tuple[str, Document]]:
    """Every instance, with the name of its attribute."""
    return ((name, one) for name, attribute in attributes.items() for one in instances_of(attribute))


def more_types(state: State, given: Given, at: datetime) -> None:
    """Types are only ever added (5.6.2, 5.6.3)."""
    new = [name for name in given.types if name not in state.types]
    if new:
        state.types = state.types + new
        state.touch(at)
