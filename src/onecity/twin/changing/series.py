"""What is said of an entity at different times: its evolution, and measurements."""

from datetime import datetime

import msgspec

from onecity.twin.changing.operation import (
    Operation,
    Result,
    require,
)
from onecity.twin.context.names import ENTITY_MEMBERS
from onecity.twin.model import (
    Attribute,
    Document,
    check_types,
    check_uri,
    scope_of,
    series_of,
)
from onecity.twin.state import State


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
