"""The map of a city: the outlines of its districts, its water and its roads, as GeoJSON in WGS 84 (RFC 7946)."""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from onecity.city.shape import Reading
from onecity.city.sheet import Place

NAME = "outlines.geojson"
LARGEST = 2_000_000  # bytes
Ring = Sequence[Sequence[float]]


def read_outlines(folder: Path, districts: Collection[str], reading: Reading) -> str:
    """The file as it is, when it can be used; empty without one. Every district must have an outline."""
    path = folder / NAME
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8") if path.stat().st_size <= LARGEST else ""
    try:
        drawn = {code for code, _rings in _districts(text)}
    except (ValueError, KeyError, TypeError):
        reading.note(Place(NAME, 1), "this is no GeoJSON of at most 2 MB", "write a FeatureCollection (RFC 7946)")
        return ""
    for code in sorted(set(districts) - drawn):
        reading.note(Place(NAME, 1), f"the district `{code}` has no outline", "add a Polygon with this `code`")
    return text


def district_at(outlines: str, lon: float, lat: float) -> str:
    """The district in which a point lies; empty outside of all."""
    return next((code for code, rings in _held(outlines) if _inside(rings[0], lon, lat)), "")


@lru_cache(maxsize=2)
def _held(outlines: str) -> list[tuple[str, list[Ring]]]:
    return list(_districts(outlines)) if outlines else []


def _districts(text: str) -> Iterator[tuple[str, list[Ring]]]:
    features: list[dict[str, Any]] = json.loads(text)["features"]
    for feature in features:
        code, shape = feature["properties"].get("code"), feature["geometry"]
        if code and shape["type"] == "Polygon":
            yield code, shape["coordinates"]


def _inside(ring: Ring, lon: float, lat: float) -> bool:
    """How often a ray to the east crosses the ring: an odd number of times from inside."""
    odd = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > lat) != (by > lat) and lon < (bx - ax) * (lat - ay) / (by - ay) + ax:
            odd = not odd
    return odd
