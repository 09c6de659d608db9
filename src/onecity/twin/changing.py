"""What callers may ask to be done to an entity: one function for each operation of the standard (5.6).

Each makes an ``Operation``: the input is checked when it is made, and applied when the store has the entity at hand.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from onecity.twin.context.names import ENTITY_MEMBERS
from onecity.twin.errors import AlreadyExists, BadRequestData, Problem, ResourceNotFound
from onecity.twin.model import (
    HOLDER,
    Attribute,
    Document,
    attributes_of,
    check_types,
    check_uri,
    instances_of,
    normalised_instance,
    scope_of,
    series_of,
)
from onecity.twin.state import State, asks_deletion, merged_instance
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


class _Given(msgspec.Struct):
    """A checked entity or fragment."""

    types: list[str]
    scopes: list[str] | None
    attributes: dict[str, Attribute]
    expires: datetime | None = None


def _given(expanded: Document, *, whole: bool = False, nulls: bool = False) -> _Given:
    types = check_types(expanded.get("type")) if whole or "type" in expanded else []
    expires = parse_time(expanded["expiresAt"], "expiresAt") if expanded.get("expiresAt") else None
    scopes = None if nulls and expanded.get("scope") == "urn:ngsi-ld:null" else scope_of(expanded)
    return _Given(types, scopes, attributes_of(expanded, nulls=nulls), expires)


def _fill(state: State, given: _Given, at: datetime) -> None:
    """Everything given becomes part of the entity."""
    if state.scopes or given.scopes:
        state.rescope(given.scopes or [], at)
    state.expires = given.expires
    for name, instance in _instances(given.attributes):
        state.put(name, instance, at)


def _instances(attributes: dict[str, Attribute]) -> Iterable[tuple[str, Document]]:
    return ((name, one) for name, attribute in attributes.items() for one in instances_of(attribute))


def create(tenant: str, expanded: Document) -> Operation:
    """A new entity (5.6.1)."""
    given = _given(expanded, whole=True)

    def apply(state: State, at: datetime) -> Result:
        if state.current:
            raise AlreadyExists("There is such an entity already", f"{state.id} exists; update it instead.")
        state.begin(given.types, at)
        _fill(state, given, at)
        return Result(created=True)

    return Operation(tenant, check_uri(expanded.get("id"), "The entity's id"), apply)


def replace(tenant: str, entity_id: str, expanded: Document) -> Operation:
    """An entity in the place of the one that is there (5.6.18)."""
    given = _given(expanded, whole=True)

    def apply(state: State, at: datetime) -> Result:
        require(state)
        _replace(state, given, at)
        return Result()

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def _replace(state: State, given: _Given, at: datetime) -> None:
    """What is not given anew is deleted; what stays keeps when it was created."""
    for name, old in list(_instances(state.body)):
        if all(new.get("datasetId") != old.get("datasetId") for new in instances_of(given.attributes.get(name))):
            state.remove(name, at, dataset=old.get("datasetId"))
    state.types = given.types
    _fill(state, given, at)
    state.touch(at)


def upsert(tenant: str, expanded: Document, *, update: bool = False) -> Operation:
    """An entity that is created, or else replaced or, with ``update``, appended to (5.6.8)."""
    given = _given(expanded, whole=True)

    def apply(state: State, at: datetime) -> Result:
        if not state.current:
            state.begin(given.types, at)
            _fill(state, given, at)
            return Result(created=True)
        if update:
            return _append(state, given, at, overwrite=True)
        _replace(state, given, at)
        return Result()

    return Operation(tenant, check_uri(expanded.get("id"), "The entity's id"), apply)


def append(tenant: str, entity_id: str, expanded: Document, *, overwrite: bool = True) -> Operation:
    """Attributes are added, and those that are there are replaced unless ``overwrite`` is false (5.6.3)."""
    given = _given(expanded)

    def apply(state: State, at: datetime) -> Result:
        require(state)
        return _append(state, given, at, overwrite=overwrite)

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def _append(state: State, given: _Given, at: datetime, *, overwrite: bool) -> Result:
    result = Result()
    _more_types(state, given, at)
    if given.scopes is not None:
        state.rescope(given.scopes if overwrite else list(dict.fromkeys(state.scopes + given.scopes)), at)
        result.updated.append("scope")
    for name, instance in _instances(given.attributes):
        if overwrite or state.find(name, instance.get("datasetId")) is None:
            state.put(name, instance, at)
            result.updated.append(name)
        else:
            result.refused.append(Refusal(name, "It is there already, and noOverwrite was asked for."))
    return result


def _more_types(state: State, given: _Given, at: datetime) -> None:
    """Types are only ever added (5.6.2, 5.6.3)."""
    new = [name for name in given.types if name not in state.types]
    if new:
        state.types = state.types + new
        state.touch(at)


def update(tenant: str, entity_id: str, expanded: Document) -> Operation:
    """Attributes are replaced, added or, by null, deleted; a scope is only ever replaced (5.6.2)."""
    given = _given(expanded, nulls=True)

    def apply(state: State, at: datetime) -> Result:
        require(state)
        result = Result()
        _more_types(state, given, at)
        _update_scopes(state, given, at, result)
        for name, instance in _instances(given.attributes):
            _update_instance(state, name, instance, at, result)
        return result

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def _update_scopes(state: State, given: _Given, at: datetime, result: Result) -> None:
    if given.scopes is None:
        return
    if state.scopes:
        state.rescope(given.scopes, at)
        result.updated.append("scope")
    else:
        result.refused.append(Refusal("scope", "The entity has no scope yet."))


def _update_instance(state: State, name: str, instance: Document, at: datetime, result: Result) -> None:
    if asks_deletion(instance):
        state.remove(name, at, dataset=instance.get("datasetId"))
        result.updated.append(name)
    else:
        state.put(name, instance, at)
        result.updated.append(name)


def merge(tenant: str, entity_id: str, expanded: Document, *, observed_at: str | None = None) -> Operation:
    """A merge-patch of the entity (5.6.17); ``observed_at`` is given to every attribute changed."""
    given = _given(expanded, nulls=True)
    drop_scope = expanded.get("scope") == "urn:ngsi-ld:null"

    def apply(state: State, at: datetime) -> Result:
        require(state)
        result = Result()
        _more_types(state, given, at)
        if drop_scope or given.scopes is not None:
            state.rescope(given.scopes or [], at)
        for name, instance in _instances(given.attributes):
            _merge_instance(state, name, instance | ({"observedAt": observed_at} if observed_at else {}), at)
            result.updated.append(name)
        state.touch(at)
        return result

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def _merge_instance(state: State, name: str, instance: Document, at: datetime) -> None:
    old = state.find(name, instance.get("datasetId"))
    if asks_deletion(instance):
        if old is not None:
            state.remove(name, at, dataset=instance.get("datasetId"))
    else:
        state.put(name, instance if old is None else merged_instance(old, instance), at)


def partial_update(tenant: str, entity_id: str, name: str, expanded: Any) -> Operation:
    """Members of one instance of an attribute are replaced or added; its type stays (5.6.4)."""
    if not isinstance(expanded, dict):
        raise BadRequestData("The fragment is not an object", "Send the members of the attribute that change.")

    def apply(state: State, at: datetime) -> Result:
        require(state)
        old = _existing(state, name, expanded.get("datasetId"))
        new = normalised_instance(name, _with_type(expanded, old), nulls=True)
        if asks_deletion(new):
            state.remove(name, at, dataset=new.get("datasetId"))
        else:
            state.put(name, _without_times(old | {k: v for k, v in new.items() if k != "type"}, new), at)
        return Result(updated=[name])

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def _with_type(fragment: Document, old: Document) -> Document:
    """The fragment as an instance of the old type, with the old value where it gives none."""
    kind = fragment.get("type", old["type"])
    if kind != old["type"]:
        raise BadRequestData(
            "The type of an attribute cannot be changed", f"It is a {old['type']}; replace it instead."
        )
    holder = HOLDER[old["type"]]
    return {"type": kind, holder: old[holder]} | fragment


def _without_times(found: Document, new: Document) -> Document:
    """Members that the null of NGSI-LD stands for are dropped, and so are the old system times."""
    nulls = {key for key, value in new.items() if value == "urn:ngsi-ld:null"}
    return {key: value for key, value in found.items() if key not in nulls | {"createdAt", "modifiedAt"}}


def _existing(state: State, name: str, dataset: str | None) -> Document:
    found = state.find(name, dataset)
    if found is None:
        raise ResourceNotFound("There is no such attribute", f"{state.id} has no {name} for this dataset.")
    return found


def replace_attribute(tenant: str, entity_id: str, name: str, expanded: Any) -> Operation:
    """One instance of an attribute in the place of the one that is there (5.6.19)."""
    new = normalised_instance(name, expanded)

    def apply(state: State, at: datetime) -> Result:
        require(state)
        _existing(state, name, new.get("datasetId"))
        state.put(name, new, at)
        return Result(updated=[name])

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def delete_attribute(
    tenant: str, entity_id: str, name: str, *, dataset: str | None = None, everything: bool = False
) -> Operation:
    """One instance of an attribute, or all of them, is deleted (5.6.5)."""

    def apply(state: State, at: datetime) -> Result:
        require(state)
        state.remove(name, at, dataset=dataset, everything=everything)
        return Result(updated=[name])

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def delete_scope(tenant: str, entity_id: str) -> Operation:
    """The entity loses its scopes."""

    def apply(state: State, at: datetime) -> Result:
        require(state)
        if not state.scopes:
            raise ResourceNotFound("There is no scope", f"{state.id} has none.")
        state.rescope([], at)
        return Result(updated=["scope"])

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def delete(tenant: str, entity_id: str) -> Operation:
    """The entity is deleted (5.6.6)."""

    def apply(state: State, at: datetime) -> Result:
        require(state)
        state.end(at)
        return Result()

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def evolve(tenant: str, expanded: Document, *, known: bool = False) -> Operation:
    """Instances of different times are added to an entity's evolution; the last are its current state (5.6.11, 5.6.12).

    ``known``: the entity must be there; otherwise it is created where it is missing.
    """
    types = [] if known else check_types(expanded.get("type"))
    scopes = scope_of(expanded)
    series = [
        (name, one) for name, given in expanded.items() if name not in ENTITY_MEMBERS for one in series_of(name, given)
    ]
    series.sort(key=lambda pair: pair[1].get("observedAt", ""))

    def apply(state: State, at: datetime) -> Result:
        if known:
            require(state)
        created = not state.current
        if created:
            state.begin(types, at)
        if scopes is not None:
            state.rescope(scopes, at)
        for name, instance in series:
            _record_instance(state, name, instance, at)
        return Result(created=created)

    return Operation(tenant, check_uri(expanded.get("id"), "The entity's id"), apply)


class Measurement(msgspec.Struct):
    """What a sensor says of an entity: its types, if it is new, and expanded attributes in the stored form.

    ``by``  the agency whose sensor it is
    """

    id: str
    types: list[str]
    attributes: dict[str, Attribute]
    by: str = ""


def record(tenant: str, measurement: Measurement) -> Operation:
    """Attributes of a measurement are put; older ones than are known go to the history, known ones nowhere."""

    def apply(state: State, at: datetime) -> Result:
        created = not state.current
        if created:
            state.begin(measurement.types, at)
        for name, attribute in measurement.attributes.items():
            for instance in attribute if isinstance(attribute, list) else (attribute,):
                _record_instance(state, name, instance, at)
        return Result(created=created)

    return Operation(tenant, measurement.id, apply, measurement.by)


def _record_instance(state: State, name: str, instance: Document, at: datetime) -> None:
    old = state.find(name, instance.get("datasetId"))
    before, now = old.get("observedAt") if old else None, instance.get("observedAt")
    if old is None or before is None or now is None or now > before:
        state.exchange(name, old, instance, at)
    elif now < before:
        state.written.append((name, instance))
        state.late.add(now)
    elif any(old.get(key) != value for key, value in instance.items()):
        state.exchange(name, old, instance, at)


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
