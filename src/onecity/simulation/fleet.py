"""The devices of a city as columns, read from its entities."""

from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from onecity.simulation.chance import Floats
from onecity.twin.kinds import Kinds

Ints = NDArray[np.int64]
Document = dict[str, Any]


class Devices(msgspec.Struct):
    """Things of one type: ``values`` what is known of each, ``links`` the places of the things they lead to (or -1)."""

    kind: str
    names: list[str]
    points: Floats
    values: dict[str, list[Any]] = {}
    links: dict[str, Ints] = {}
    shapes: list[Any] = []

    def __len__(self) -> int:
        return len(self.names)

    def numbers(self, name: str, missing: float = 0.0) -> Floats:
        """A column as numbers."""
        given = self.values.get(name) or [None] * len(self)
        return np.array([missing if value is None else value for value in given], dtype=float)

    def led_from(self, name: str, count: int) -> Ints:
        """How many lead to each of ``count`` things."""
        own = self.links.get(name, np.empty(0, dtype=np.int64))
        return np.bincount(own[own >= 0], minlength=count)


Fleet = dict[str, Devices]
_SHAPED = {"GtfsRoute"}


def read_fleet(kinds: Kinds, entities: Iterable[Document]) -> Fleet:
    """The devices among entities, by type; types the city does not know are left out."""
    rows: dict[str, list[Document]] = {name: [] for name in kinds.types}
    for entity in entities:
        if entity["type"] in rows:
            rows[entity["type"]].append(_plain(entity))
    ids = {row["id"]: at for own in rows.values() for at, row in enumerate(own)}
    return {name: _devices(kinds, name, own, ids) for name, own in rows.items()}


def _plain(entity: Document) -> Document:
    """Values and objects only."""
    plain: Document = {"id": entity["id"]}
    for name, instance in entity.items():
        if isinstance(instance, dict) and name != "street":
            plain[name] = instance.get("value", instance.get("object"))
    return plain


def _devices(kinds: Kinds, name: str, rows: list[Document], ids: dict[str, int]) -> Devices:
    fields = kinds.types[name].attributes
    links = {
        key: np.array([ids.get(row.get(key), -1) for row in rows], dtype=np.int64)  # type: ignore[arg-type]
        for key, field in fields.items()
        if field.to
    }
    wanted = [key for key, field in (kinds.common | fields).items() if not field.to and key not in ("location", "name")]
    values = {key: [row.get(key) for row in rows] for key in wanted if any(key in row for row in rows)}
    shapes = [shapely.from_geojson(msgspec.json.encode(row["location"])) for row in rows] if name in _SHAPED else []
    points = np.array([_point(row["location"]) for row in rows], dtype=float).reshape(-1, 2)
    return Devices(name, [row["id"].rpartition(":")[2] for row in rows], points, values, links, shapes)


def _point(location: Document) -> list[float]:
    """A point of a geometry: the first one."""
    inner = location["coordinates"]
    while isinstance(inner[0], list):
        inner = inner[len(inner) // 2]
    return [float(inner[0]), float(inner[1])]
