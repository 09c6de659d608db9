"""What may be done to the attributes of an entity (ETSI GS CIM 009, 5.6)."""

from datetime import datetime
from typing import Any

from onecity.twin.changing.operation import (
    Given,
    Operation,
    Refusal,
    Result,
    given,
    instances,
    more_types,
    require,
)
from onecity.twin.errors import BadRequestData, ResourceNotFound
from onecity.twin.model import (
    HOLDER,
    Document,
    check_uri,
    normalised_instance,
)
from onecity.twin.state import State, asks_deletion, merged_instance


def append(tenant: str, entity_id: str, expanded: Document, *, overwrite: bool = True) -> Operation:
    """Attributes are added, and those that are there are replaced unless ``overwrite`` is false (5.6.3)."""
    wanted = given(expanded)

    def apply(state: State, at: datetime) -> Result:
        require(state)
        return append_given(state, wanted, at, overwrite=overwrite)

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def append_given(state: State, wanted: Given, at: datetime, *, overwrite: bool) -> Result:
    result = Result()
    more_types(state, wanted, at)
    if wanted.scopes is not None:
        state.rescope(wanted.scopes if overwrite else list(dict.fromkeys(state.scopes + wanted.scopes)), at)
        result.updated.append("scope")
    for name, instance in instances(wanted.attributes):
        if overwrite or state.find(name, instance.get("datasetId")) is None:
            state.put(name, instance, at)
            result.updated.append(name)
        else:
            result.refused.append(Refusal(name, "It is there already, and noOverwrite was asked for."))
    return result


def update(tenant: str, entity_id: str, expanded: Document) -> Operation:
    """Attributes are replaced, added or, by null, deleted; a scope is only ever replaced (5.6.2)."""
    wanted = given(expanded, nulls=True)

    def apply(state: State, at: datetime) -> Result:
        require(state)
        result = Result()
        more_types(state, wanted, at)
        _update_scopes(state, wanted, at, result)
        for name, instance in instances(wanted.attributes):
            _update_instance(state, name, instance, at, result)
        return result

    return Operation(tenant, check_uri(entity_id, "The entity's id"), apply)


def _update_scopes(state: State, wanted: Given, at: datetime, result: Result) -> None:
    if wanted.scopes is None:
        return
    if state.scopes:
        state.rescope(wanted.scopes, at)
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
    wanted = given(expanded, nulls=True)
    drop_scope = expanded.get("scope") == "urn:ngsi-ld:null"

    def apply(state: State, at: datetime) -> Result:
        require(state)
        result = Result()
        more_types(state, wanted, at)
        if drop_scope or wanted.scopes is not None:
            state.rescope(wanted.scopes or [], at)
        for name, instance in instances(wanted.attributes):
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
