"""The current state of one entity in memory, and what may be done to it; every change leaves a trace for the history.

Instances are replaced, never changed in place, so that a shallow copy of a state is a safe one.
"""

from datetime import datetime
from typing import Any

import msgspec

from onecity.twin.context.entities import NULL
from onecity.twin.errors import ResourceNotFound
from onecity.twin.model import HOLDER, Attribute, Document, instances_of, is_null
from onecity.twin.times import format_time, stamp

DEFAULT = None  # the dataset of instances without a datasetId
_TIMES = ("createdAt", "modifiedAt")


class State(msgspec.Struct):
    """One entity.

    ``key``      its row; 0 until it has one
    ``owner``    the agency whose system created it; "" for the city itself
    ``current``  whether it exists now; an entity that was deleted lives on in its history
    ``body``     attribute IRI -> instance or list of instances
    ``written``  (attribute IRI, instance) for the history, in order
    ``late``     times (observedAt) that were said after later ones: the history may know them already
    """

    id: str
    key: int = 0
    owner: str = ""
    current: bool = False
    types: list[str] = msgspec.field(default_factory=list)
    scopes: list[str] = msgspec.field(default_factory=list)
    body: dict[str, Attribute] = msgspec.field(default_factory=dict)
    created: datetime | None = None
    modified: datetime | None = None
    expires: datetime | None = None
    written: list[tuple[str, Document]] = msgspec.field(default_factory=list)
    late: set[str] = msgspec.field(default_factory=set)

    def copy(self) -> "State":
        """A state that can be changed without changing this one."""
        return msgspec.structs.replace(
            self,
            types=list(self.types),
            scopes=list(self.scopes),
            body=dict(self.body),
            written=list(self.written),
            late=set(self.late),
        )

    def begin(self, types: list[str], at: datetime) -> None:
        """The entity comes into being."""
        self.current, self.types, self.scopes, self.body = True, types, [], {}
        self.created = self.modified = at
        self.expires = None

    def touch(self, at: datetime) -> None:
        """Something of it has changed."""
        self.modified = at

    def rescope(self, scopes: list[str], at: datetime) -> None:
        """Its scopes are others now, or none."""
        self.scopes = scopes
        gone = {} if scopes else {"deletedAt": format_time(at)}
        self.written.append(("scope", {"type": "Property", "value": scopes} | gone))
        self.modified = at

    def end(self, at: datetime) -> None:
        """The entity is deleted; its history ends with a deletion of each attribute."""
        for name in list(self.body):
            self.remove(name, at, everything=True)
        self.current, self.body, self.modified = False, {}, at

    def find(self, name: str, dataset: str | None = DEFAULT) -> Document | None:
        """The instance of an attribute for a dataset."""
        return find_instance(self.body.get(name), dataset)

    def put(self, name: str, instance: Document, at: datetime) -> None:
        """Set an instance in the place of the one with the same datasetId, if any."""
        self.exchange(name, self.find(name, instance.get("datasetId")), instance, at)

    def exchange(self, name: str, old: Document | None, instance: Document, at: datetime) -> None:
        """Set an instance in the place of ``old``, which is the one of its dataset, or None."""
        there, now = self.body.get(name), stamp(at)
        new = {**instance, "createdAt": old["createdAt"] if old else now, "modifiedAt": now}
        if there is None or there is old:
            self.body[name] = new
        else:
            self._exchange(name, old, new)
        self.written.append((name, new))
        self.modified = at

    def remove(self, name: str, at: datetime, *, dataset: str | None = DEFAULT, everything: bool = False) -> None:
        """Delete one instance of an attribute, or all; raises ResourceNotFound if there is none."""
        found = instances_of(self.body.get(name))
        gone = [one for one in found if everything or one.get("datasetId") == dataset]
        if not gone:
            raise ResourceNotFound("There is no such attribute", f"{self.id} has no {name} for this dataset.")
        for old in gone:
            self._exchange(name, old, None)
            self.written.append((name, deletion(old, at)))
        self.modified = at

    def _exchange(self, name: str, old: Document | None, new: Document | None) -> None:
        """Put ``new`` where ``old`` was; None stands for nothing."""
        kept = [one for one in instances_of(self.body.get(name)) if one is not old]
        found = [*kept, new] if new is not None else kept
        if not found:
            self.body.pop(name, None)
        else:
            self.body[name] = found[0] if len(found) == 1 else found

    def document(self) -> Document:
        """The expanded entity with its system attributes."""
        found: Document = {"id": self.id, "type": self.types}
        if self.scopes:
            found["scope"] = self.scopes[0] if len(self.scopes) == 1 else self.scopes
        found.update(self.body)
        if self.created and self.modified:
            found.update(createdAt=format_time(self.created), modifiedAt=format_time(self.modified))
        if self.expires:
            found["expiresAt"] = format_time(self.expires)
        return found


def find_instance(attribute: Attribute | None, dataset: str | None) -> Document | None:
    """The instance of an attribute for a dataset."""
    if isinstance(attribute, dict):
        return attribute if attribute.get("datasetId") == dataset else None
    return next((one for one in attribute or () if one.get("datasetId") == dataset), None)


def deletion(instance: Document, at: datetime) -> Document:
    """What the history says of an instance that was deleted."""
    null: Any = {"@none": NULL} if instance["type"] == "LanguageProperty" else NULL
    return {key: instance[key] for key in ("type", "datasetId") if key in instance} | {
        HOLDER[instance["type"]]: null,
        "deletedAt": format_time(at),
    }


def asks_deletion(instance: Document) -> bool:
    """Whether an instance is the null of NGSI-LD."""
    return is_null(instance.get(HOLDER[instance["type"]]))


def merged(old: Any, new: Any) -> Any:
    """``new`` merged into ``old``: members of objects one by one, nulls delete (RFC 7396; CIM 009, 5.5.12)."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    result = dict(old)
    for name, value in new.items():
        if value == NULL or (
            isinstance(value, dict) and is_null(next((value[h] for h in HOLDER.values() if h in value), 0))
        ):
            result.pop(name, None)
        else:
            result[name] = merged(old.get(name), value)
    return result


def merged_instance(old: Document, new: Document) -> Document:
    """An instance merged into one that is there; the value is merged if it is an object, geometries are not."""
    same_kind = old["type"] == new["type"] and old["type"] != "GeoProperty"
    found = merged(old, new) if same_kind else {k: v for k, v in old.items() if k not in HOLDER.values()} | new
    return {key: value for key, value in found.items() if key not in _TIMES}
