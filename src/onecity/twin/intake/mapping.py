"""Mappers: how the messages of one kind of device become measurements of entities, as ``twin/mappers.yaml`` says.

A mapper is compiled once into functions; a message costs no parsing of paths or templates. See docs/intake.md for the
words of the file.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from onecity.twin.context import CORE
from onecity.twin.intake.values import Find, Unmappable, finder, moment
from onecity.twin.model import Document
from onecity.twin.store import Measurement

_HOLE = re.compile(r"\{([a-z_]+)\}")
_PART = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
MAX_ENTITIES = 5_000  # in one message


class AttributeRule(msgspec.Struct, forbid_unknown_fields=True):
    """How one attribute is found: at ``path``, as a point at ``longitude`` and ``latitude``, or a fixed ``value``."""

    path: str = ""
    longitude: str = ""
    latitude: str = ""
    value: Any = None
    unit: str = ""
    scale: float = 1.0
    offset: float = 0.0
    least: float | None = None
    most: float | None = None
    quality: str = ""
    object: str = ""


class MapperRule(msgspec.Struct, forbid_unknown_fields=True):
    """One mapper as it stands in the file."""

    topic: str
    entity: str
    type: str
    attributes: dict[str, AttributeRule]
    format: str = "json"
    each: str = ""
    time: str = ""
    names: dict[str, str] = {}


class MappersFile(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    mappers: dict[str, MapperRule]


class Mapped(msgspec.Struct):
    """What a message says, and what of it could not be used."""

    measurements: list[Measurement]
    complaints: list[str]


Attribute = Callable[[Any, dict[str, str]], Document | None]


class Mapper:
    """One mapper, compiled."""

    def __init__(self, name: str, rule: MapperRule) -> None:
        self.name = name
        self._topic = re.compile(_HOLE.sub(r"(?P<\1>[^/]+)", re.sub(r"([.+*?^$()\[\]|\\])", r"\\\1", rule.topic)))
        self._decode = DECODERS[rule.format]
        self._each = finder(rule.each) if rule.each else None
        self._time = finder(rule.time) if rule.time else None
        self._names = {key: finder(path) for key, path in rule.names.items()}
        self._entity, self._types = rule.entity, [CORE.expand(rule.type)]
        self._attributes = {CORE.expand(key): _attribute(key, one) for key, one in rule.attributes.items()}

    def names_in(self, topic: str) -> dict[str, str] | None:
        """The names in a topic, if it is one of this mapper's."""
        found = self._topic.fullmatch(topic)
        return found.groupdict() if found else None

    def map(self, names: dict[str, str], payload: bytes, arrived: str) -> Mapped:
        """What a message says; raises Unmappable if that is nothing at all."""
        message = self._decode(payload)
        parts = self._each(message) if self._each else [message]
        if not isinstance(parts, list) or len(parts) > MAX_ENTITIES:
            raise Unmappable("it holds no list of things, or too long a one")
        mapped = Mapped([], [])
        for part in parts:
            self._map_part(dict(names), part, arrived, mapped)
        if not mapped.measurements:
            raise Unmappable("; ".join(mapped.complaints) or "it holds none of the values expected")
        return mapped

    def _map_part(self, names: dict[str, str], part: Any, arrived: str, mapped: Mapped) -> None:
        for key, find in self._names.items():
            names[key] = str(find(part))
        observed = moment(self._time(part)) if self._time else arrived
        attributes: dict[str, Any] = {}
        for iri, make in self._attributes.items():
            try:
                instance = make(part, names)
            except Unmappable as complaint:
                mapped.complaints.append(str(complaint))
                continue
            if instance is not None:
                instance["observedAt"] = observed
                attributes[iri] = instance
        if attributes:
            entity = filled(self._entity, names)
            mapped.measurements.append(Measurement(entity, self._types, attributes, by=names.get("agency", "")))


def filled(template: str, names: dict[str, str]) -> str:
    """A template with its holes filled; raises Unmappable for a name that is missing or has odd characters."""

    def fill(hole: re.Match[str]) -> str:
        name = names.get(hole[1], "")
        if not _PART.fullmatch(name):
            raise Unmappable(f"{name[:40]!r} cannot be part of an entity's id")
        return name

    return _HOLE.sub(fill, template)


def _attribute(name: str, rule: AttributeRule) -> Attribute:
    """The function that makes one attribute of a message."""
    if rule.object:
        return lambda _, names: {"type": "Relationship", "object": filled(rule.object, names)}
    if rule.longitude:
        return _point(name, finder(rule.longitude), finder(rule.latitude))
    if not rule.path:
        return lambda _, __: {"type": "Property", "value": rule.value}
    return _property(name, rule)


def _point(name: str, longitude: Find, latitude: Find) -> Attribute:
    def make(message: Any, _: dict[str, str]) -> Document | None:
        x, y = longitude(message), latitude(message)
        if x is None or y is None:
            return None
        if not all(isinstance(c, int | float) for c in (x, y)) or not (-180 <= x <= 180 and -90 <= y <= 90):
            raise Unmappable(f"{name}: {x!r}, {y!r} is no position")
        return {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [x, y]}}

    return make


def _property(name: str, rule: AttributeRule) -> Attribute:
    find, quality = finder(rule.path), finder(rule.quality) if rule.quality else None
    is_scaled = rule.scale != 1.0 or rule.offset != 0.0
    details = {"unitCode": rule.unit} if rule.unit else {}

    def make(message: Any, _: dict[str, str]) -> Document | None:
        value = find(message)
        if value is None:
            return None
        if is_scaled or rule.least is not None or rule.most is not None:
            value = _number(name, value, rule)
        instance = {"type": "Property", "value": value, **details}
        if quality is not None and (said := quality(message)) is not None:
            instance[CORE.expand("quality")] = {"type": "Property", "value": said}
        return instance

    return make


def _number(name: str, value: Any, rule: AttributeRule) -> float:
    """A number, scaled and within its bounds; raises Unmappable."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unmappable(f"{name}: {str(value)[:40]!r} is no number")
    number = value if rule.scale == 1.0 and rule.offset == 0.0 else round(value * rule.scale + rule.offset, 9)
    if (rule.least is not None and number < rule.least) or (rule.most is not None and number > rule.most):
        raise Unmappable(f"{name}: {number} is outside {rule.least} to {rule.most}")
    return number


def _json(payload: bytes) -> Any:
    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unmappable(f"it is not JSON: {error}") from error


def _gtfs_realtime(payload: bytes) -> Any:
    """A GTFS-Realtime feed as JSON: {"entity": [{"id", "vehicle": {"position": {…}, …}}]}."""
    from google.protobuf.json_format import MessageToDict
    from google.protobuf.message import DecodeError
    from google.transit.gtfs_realtime_pb2 import FeedMessage

    feed = FeedMessage()
    try:
        feed.ParseFromString(payload)
    except DecodeError as error:
        raise Unmappable(f"it is no GTFS-Realtime feed: {error}") from error
    found: dict[str, Any] = MessageToDict(feed, preserving_proto_field_name=True)
    for entity in found.get("entity", []):
        stamp = entity.get("vehicle", {}).get("timestamp")  # 64 bits are text in JSON
        if stamp is not None:
            entity["vehicle"]["timestamp"] = int(stamp)
    return found


DECODERS: dict[str, Callable[[bytes], Any]] = {"json": _json, "gtfs-realtime": _gtfs_realtime}


class Mappers:
    """All mappers of a city; the first whose topic fits is used."""

    def __init__(self, mappers: list[Mapper]) -> None:
        self._mappers = mappers
        self._by_topic: dict[str, tuple[Mapper, dict[str, str]] | None] = {}

    def map(self, topic: str, payload: bytes, arrived: str) -> Mapped:
        """What a message says; raises Unmappable."""
        found = self._by_topic.get(topic)
        if found is None:
            found = self._find(topic)
            if len(self._by_topic) >= 1_000_000:
                self._by_topic.clear()
            self._by_topic[topic] = found
        mapper, names = found
        return mapper.map(names, payload, arrived)

    def _find(self, topic: str) -> tuple[Mapper, dict[str, str]]:
        for mapper in self._mappers:
            names = mapper.names_in(topic)
            if names is not None:
                return mapper, names
        raise Unmappable(f"no mapper is for the topic {topic[:100]!r}")


def read_mappers(file: Path) -> Mappers:
    """The mappers of a file; none where there is no file. Raises msgspec.ValidationError, naming the place."""
    if not file.is_file():
        return Mappers([])
    given = msgspec.convert(yaml.safe_load(file.read_text()), MappersFile)
    return Mappers([Mapper(name, rule) for name, rule in given.mappers.items()])
