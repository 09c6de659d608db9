"""CityJSON 1.1 and 2.0 (https://www.cityjson.org/specs/), also line by line: each building an entity."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import shapely

from onecity.cityscape.foreign.surveying import to_degrees
from onecity.cityscape.foreign.writing import Document, Unreadable, entity
from onecity.cityscape.plane import Floats

_EPSG = re.compile(r"(\d+)$")
DIGITS = 7  # of degrees
FLAT = 1e-3  # square metres: walls, seen from above


def read_cityjson(file: Path, head: Document, agency: str) -> Iterator[Document]:
    """The buildings of a file; ``head`` is the file, or its first line. Raises Unreadable."""
    if file.suffix != ".jsonl":
        yield from _buildings(head, head, agency)
        return
    with file.open("rb") as lines:
        for line in lines:
            part = msgspec.json.decode(line)
            if part.get("type") == "CityJSONFeature":
                yield from _buildings(head, part, agency)


def _buildings(head: Document, part: Document, agency: str) -> Iterator[Document]:
    objects: dict[str, Document] = part.get("CityObjects", {})
    vertices = _vertices(head, part)
    change = to_degrees(_grid(head))
    for name, one in objects.items():
        if one.get("type") != "Building":
            continue
        own = [one, *(objects[child] for child in one.get("children", []) if child in objects)]
        surfaces = [surface for each in own for surface in _surfaces(each)]
        if not surfaces:
            continue
        used = vertices[sorted({int(at) for surface in surfaces for at in surface})]
        attributes = {"height": round(float(np.ptp(used[:, 2])), 2)} | _plain(one.get("attributes", {}))
        yield entity("Building", agency, name, _footprint(vertices, surfaces, change), attributes)


def _grid(head: Document) -> int:
    """The EPSG code of the coordinates; 0 where none is named: degrees."""
    named = _EPSG.search(str(head.get("metadata", {}).get("referenceSystem", "")).strip("/"))
    return int(named[1]) if named else 0


def _vertices(head: Document, part: Document) -> Floats:
    """All points, (n, 3)."""
    points = np.array(part["vertices"], dtype=float).reshape(-1, 3)
    transform = head.get("transform")
    return points * transform["scale"] + transform["translate"] if transform else points


def _surfaces(one: Document) -> Iterator[list[int]]:
    """The outer rings of all surfaces of the most detailed geometry."""
    geometries = [g for g in one.get("geometry", []) if g.get("type") in _DEPTH]
    if geometries:
        best = max(geometries, key=lambda geometry: str(geometry.get("lod", "")))
        yield from _rings(best["boundaries"], _DEPTH[best["type"]])


_DEPTH = {"MultiSurface": 1, "CompositeSurface": 1, "Solid": 2, "MultiSolid": 3, "CompositeSolid": 3}


def _rings(boundaries: Any, depth: int) -> Iterator[list[int]]:
    if depth == 0:
        yield boundaries[0]
        return
    for inner in boundaries:
        yield from _rings(inner, depth - 1)


def _footprint(vertices: Floats, surfaces: list[list[int]], change: Any) -> Document:
    """What the building covers, seen from above."""
    faces = [shapely.Polygon(vertices[ring, :2]) for ring in surfaces if len(ring) > 2]
    flat = [face.buffer(0) for face in faces if face.area > FLAT]
    shape = shapely.union_all(flat, grid_size=0.01) if flat else shapely.Point(vertices[surfaces[0][0], :2])
    degrees = shapely.transform(shape, lambda points: np.round(change(points), DIGITS))
    west, south, east, north = degrees.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise Unreadable("The file names no grid in `metadata.referenceSystem`, and its coordinates are no degrees.")
    found: Document = json.loads(shapely.to_geojson(degrees))
    return found


def _plain(attributes: Document) -> Document:
    """Only plain values; the height that was measured counts."""
    kept = {key: value for key, value in attributes.items() if isinstance(value, str | int | float | bool)}
    if isinstance(kept.get("measuredHeight"), int | float):
        kept["height"] = kept.pop("measuredHeight")
    return kept
