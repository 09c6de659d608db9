"""Things as NGSI-LD entities, normalised, one to a line of a file."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import shapely

from onecity.cityscape.assets.things import Things
from onecity.cityscape.plane import Plane
from onecity.twin.kinds import Kinds

Document = dict[str, Any]
DIGITS = 7  # of degrees: a centimetre
PROVIDER = {"type": "Property", "value": "simulation"}


def write_entities(file: Path, plane: Plane, kinds: Kinds, made: Iterable[Things]) -> int:
    """Write all things; how many."""
    encoder, count = msgspec.json.Encoder(), 0
    with file.open("wb") as out:
        for some in made:
            for entity in entities_of(plane, kinds, some):
                out.write(encoder.encode(entity) + b"\n")
                count += 1
    return count


def entities_of(plane: Plane, kinds: Kinds, made: Things) -> Iterator[Document]:
    """The entities of things of one type; what is no attribute of the type raises KeyError."""
    kind, fields = kinds.types[made.kind], kinds.fields_of(made.kind)
    owner = {"type": "Property", "value": kind.agency}
    columns = [(name, values, fields[name].unit) for name, values in made.columns.items()]
    links = [(name, values, fields[name].to) for name, values in made.links.items()]
    shapes = _geojson(plane, made)
    for row, (name, district) in enumerate(zip(made.names, made.districts, strict=True)):
        entity: Document = {"id": kinds.identifier(made.kind, name), "type": made.kind}
        entity["location"] = {"type": "GeoProperty", "value": shapes[row]}
        entity["owner"], entity["district"] = owner, {"type": "Property", "value": district}
        for attribute, values, unit in columns:
            entity[attribute] = instance(values[row], unit)
        for attribute, values, to in links:
            entity[attribute] = {"type": "Relationship", "object": kinds.identifier(to, values[row])}
        entity["dataProvider"] = PROVIDER
        yield entity


def instance(value: Any, unit: str = "") -> Document:
    """A value as an attribute; a text in several languages is a LanguageProperty."""
    if isinstance(value, dict):
        return {"type": "LanguageProperty", "languageMap": value}
    found = {"type": "Property", "value": value}
    return found | {"unitCode": unit} if unit else found


def _geojson(plane: Plane, made: Things) -> list[Document]:
    """The shapes in degrees, as GeoJSON."""
    shapes = plane.degrees(made.shapes)
    if len(shapes) and (shapely.get_type_id(shapes) == 0).all():
        points = np.round(shapely.get_coordinates(shapes), DIGITS).tolist()
        return [{"type": "Point", "coordinates": point} for point in points]
    rounded = shapely.transform(shapes, lambda points: np.round(points, DIGITS))
    return [json.loads(text) for text in shapely.to_geojson(rounded)]
