"""GeoJSON (RFC 7946): each feature an entity."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import shapely

from onecity.cityscape.foreign.writing import Document, Unreadable, entity

_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,99}")


def read_geojson(given: Document, agency: str, kind: str) -> Iterator[Document]:
    """The features; the type is that of the property `type`, else ``kind``."""
    features = given["features"] if given["type"] == "FeatureCollection" else [given]
    for number, feature in enumerate(features, 1):
        try:
            yield _feature(feature, number, agency, kind)
        except (KeyError, TypeError, AttributeError) as error:
            raise Unreadable(f"Feature {number} is no feature of GeoJSON ({error}).") from error


def _feature(feature: Document, number: int, agency: str, kind: str) -> Document:
    about: Document = dict(feature.get("properties") or {})
    own = about.get("type") if isinstance(about.get("type"), str) and _TYPE.fullmatch(about["type"]) else kind
    if not own:
        raise Unreadable(f"Feature {number} names no type. Add the property `type`, or give --type.")
    about.pop("type", None)
    name = feature.get("id", about.get("id", about.get("@id", number)))
    about.pop("id", None)
    return entity(str(own), agency, name, _checked(feature["geometry"], number), about)


def _checked(geometry: Any, number: int) -> Document | None:
    """A geometry in degrees; raises Unreadable."""
    if geometry is None:
        return None
    shape = shapely.from_geojson(msgspec.json.encode(geometry), on_invalid="ignore")
    if shape is None or shape.is_empty:
        raise Unreadable(f"The geometry of feature {number} is not GeoJSON.")
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise Unreadable(
            f"Feature {number} is not in degrees ({west:.0f}, {south:.0f}). Export the layer in WGS 84 (EPSG:4326)."
        )
    found: Document = geometry
    return found
