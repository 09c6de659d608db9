"""The evolution of an entity as it is answered: instances, values with their times, or figures (4.5.6 - 4.5.19)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from onecity.twin.context.entities import compact_types
from onecity.twin.context.terms import Context
from onecity.twin.model import HOLDER, Document
from onecity.twin.represent import Options, is_wanted, represent_attribute, shown, simplified
from onecity.twin.store.evolution import Instance
from onecity.twin.temporal.asking import Figures, Stretch
from onecity.twin.temporal.figures import aggregated
from onecity.twin.times import format_time

_SERIES = {"value": "values", "object": "objects", "languageMap": "languageMaps", "vocab": "vocabs", "json": "jsons",
           "valueList": "valueLists", "objectList": "objectLists"}  # fmt: skip


class Manner(StrEnum):
    """How an evolution is shown."""

    INSTANCES = "instances"
    VALUES = "temporalValues"
    FIGURES = "aggregatedValues"


class View(msgspec.Struct):
    """What a caller wants to see of evolutions."""

    options: Options
    stretch: Stretch
    manner: Manner = Manner.INSTANCES
    figures: Figures | None = None
    last: int = 0


def time_of(instance: Instance, view: View) -> datetime | None:
    """When an instance counts; None where it has no time of the kind asked for."""
    gone = "deletedAt" in instance.document
    if view.stretch.property == "deletedAt":
        return instance.recorded if gone else None
    if gone:
        return None
    if view.stretch.property != "observedAt":
        return instance.recorded
    return instance.observed if "observedAt" in instance.document or not view.stretch.relation else None


def chosen(instances: Sequence[Instance], view: View) -> list[Instance]:
    """The instances that are to be seen: of the right time and dataset, at most the last few of each attribute."""
    seen: dict[tuple[int, str, Any], int] = {}
    found = []
    for one in instances:
        dataset = one.document.get("datasetId")
        if time_of(one, view) is None or not _is_of(dataset, view.options.datasets):
            continue
        if one.name == "scope" and view.stretch.property == "observedAt":
            continue
        key = one.entity, one.name, dataset
        seen[key] = seen.get(key, 0) + 1
        if not view.last or seen[key] <= view.last:
            found.append(one)
    return found


def _is_of(dataset: str | None, wanted: frozenset[str]) -> bool:
    return not wanted or (dataset or "@none") in wanted


def evolution(
    entity: Document, instances: Sequence[Instance], names: Sequence[str], context: Context, view: View
) -> Document:
    """One entity as it has been; ``names`` are attributes that stand there even if nothing of them is left."""
    found: Document = {}
    for key in ("id", "type", "scope", "createdAt", "modifiedAt"):
        if key in entity and is_wanted(key, view.options) and (view.options.system or not key.endswith("At")):
            found[key] = compact_types(entity[key], context) if key == "type" else entity[key]
    if view.stretch.property != "observedAt":
        found.pop("scope", None)
    groups: dict[str, list[Instance]] = {name: [] for name in names if is_wanted(name, view.options)}
    for one in instances:
        if is_wanted(one.name, view.options):
            groups.setdefault(one.name, []).append(one)
    return found | {
        context.compact(name) if name != "scope" else name: _series(group, context, view)
        for name, group in groups.items()
    }


def _series(group: list[Instance], context: Context, view: View) -> Any:
    if view.manner is Manner.INSTANCES:
        return [_instance(one, context, view) for one in group]
    datasets: dict[Any, list[Instance]] = {}
    for one in group:
        datasets.setdefault(one.document.get("datasetId"), []).append(one)
    show = _values if view.manner is Manner.VALUES else _figures
    if not datasets:
        return {"type": "Property", "values": []} if view.manner is Manner.VALUES else []
    found = [show(dataset, part, context, view) for dataset, part in datasets.items()]
    return found[0] if len(found) == 1 else found


def _instance(one: Instance, context: Context, view: View) -> Any:
    times = (
        {}
        if "deletedAt" in one.document
        else {"createdAt": format_time(one.recorded), "modifiedAt": format_time(one.recorded)}
    )
    if one.name == "scope":
        return {key: shown(value) if key == "deletedAt" else value for key, value in one.document.items()}
    options = view.options
    if view.stretch.property in ("createdAt", "modifiedAt", "deletedAt"):
        options = msgspec.structs.replace(options, system=True)
        times = {key: value for key, value in times.items() if view.options.system or key == view.stretch.property}
    given = one.document | times | {"instanceId": one.id}
    return represent_attribute(given, context, msgspec.structs.replace(options, datasets=frozenset()))


def _values(dataset: Any, group: list[Instance], context: Context, view: View) -> Document:
    """[value, time] of every instance."""
    kind = group[0].document["type"]
    series = [[simplified(one.document, context), shown(format_time(_time(one, view)))] for one in group]
    named = {"datasetId": dataset} if dataset else {}
    return {"type": kind, **named, _SERIES[HOLDER[kind]]: series}


def _time(one: Instance, view: View) -> datetime:
    found = time_of(one, view)
    return found if found is not None else one.observed


def _figures(dataset: Any, group: list[Instance], context: Context, view: View) -> Document:  # noqa: ARG001
    assert view.figures is not None  # noqa: S101
    points = sorted(
        ((_time(one, view), one.document[HOLDER[one.document["type"]]]) for one in group), key=lambda p: p[0]
    )
    start = view.stretch.at if view.stretch.at and view.stretch.relation in ("after", "between") else points[0][0]
    found = aggregated(points, view.figures, start)
    named = {"datasetId": dataset} if dataset else {}
    return {"type": group[0].document["type"], **named} | {
        method: [[value, shown(begin), shown(end)] for value, begin, end in rows] for method, rows in found.items()
    }
