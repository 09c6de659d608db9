"""What may be done to a whole entity (ETSI GS CIM 009, 5.6)."""

from datetime import datetime

from onecity.twin.changing.attributes import append_given
from onecity.twin.changing.operation import (
    Given,
    Operation,
    Result,
    fill,
    given,
    instances,
    require,
)
from onecity.twin.errors import AlreadyExists
from onecity.twin.model import (
    Document,
    check_uri,
    instances_of,
)
from onecity.twin.state import State


def create(tenant: str, expanded: Document) -> Operation:
    """A new entity (5.6.1)."""
    wanted = given(expanded, whole=True)

    def apply(state: State, at: datetime) -> Result:
        if state.current:
            raise AlreadyExists("There is such an entity already", f"{state.id} exists; update it instead.")
        state.begin(wanted.types, at)
        fill(state, wanted, at)
        return Result(created=True)

    return Operation(tenant, check_uri(expanded.get("id"), "The entity's id"), apply)


def replace(tenant: str, entity_id: str, expanded: Document) -> Operation:
    """An entity in the place of the one that is there (5.6.18)."""
    wanted = given(expanded, whole=True)

    def apply(state: State, at: datetime) -> Result:
        require(state)
        _replace(state, wanted, at)
        return Result()

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def _replace(state: State, wanted: Given, at: datetime) -> None:
    """What is not given anew is deleted; what stays keeps when it was created."""
    for name, old in list(instances(state.body)):
        if all(new.get("datasetId") != old.get("datasetId") for new in instances_of(wanted.attributes.get(name))):
            state.remove(name, at, dataset=old.get("datasetId"))
    state.types = wanted.types
    fill(state, wanted, at)
    state.touch(at)


def upsert(tenant: str, expanded: Document, *, update: bool = False) -> Operation:
    """An entity that is created, or else replaced or, with ``update``, appended to (5.6.8)."""
    wanted = given(expanded, whole=True)

    def apply(state: State, at: datetime) -> Result:
        if not state.current:
            state.begin(wanted.types, at)
            fill(state, wanted, at)
            return Result(created=True)
        if update:
            return append_given(state, wanted, at, overwrite=True)
        _replace(state, wanted, at)
        return Result()

    return Operation(tenant, check_uri(expanded.get("id"), "The entity's id"), apply)


def delete(tenant: str, entity_id: str) -> Operation:
    """The entity is deleted (5.6.6)."""

    def apply(state: State, at: datetime) -> Result:
        require(state)
        state.end(at)
        return Result()

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def purge(tenant: str, entity_id: str, *, drop: frozenset[str], keep: frozenset[str]) -> Operation:
    """The entity is deleted; with ``drop`` only these attributes, with ``keep`` all but these (5.6.21)."""

    def apply(state: State, at: datetime) -> Result:
        require(state)
        if not drop and not keep:
            state.end(at)
            return Result()
        for name in [name for name in state.body if (name in drop if drop else name not in keep)]:
            state.remove(name, at, everything=True)
        return Result()

    return Operation(tenant, entity_id, apply)
