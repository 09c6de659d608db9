"""What other systems export of a real city, as entities: GeoJSON, CityJSON, GTFS."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from onecity.cityscape.foreign.cityjson import read_cityjson
from onecity.cityscape.foreign.geojson import read_geojson
from onecity.cityscape.foreign.gtfs import read_gtfs
from onecity.cityscape.foreign.writing import Document, Unreadable

__all__ = ["Document", "Unreadable", "read_foreign"]


def read_foreign(file: Path, agency: str, kind: str = "") -> Iterator[Document]:
    """The entities of a file, owned by an agency; ``kind`` is the type of GeoJSON features that name none.

    Raises Unreadable with a sentence if the file is none of the three formats.
    """
    if file.suffix == ".zip":
        return read_gtfs(file, agency)
    try:
        with file.open("rb") as opened:
            first = opened.readline()
        given = msgspec.json.decode(first if file.suffix == ".jsonl" else file.read_bytes())
    except msgspec.DecodeError as error:
        raise Unreadable(f"{file.name} is not JSON: {error}.") from error
    what = given.get("type") if isinstance(given, dict) else None
    if what == "CityJSON":
        return read_cityjson(file, given, agency)
    if what in ("FeatureCollection", "Feature"):
        return read_geojson(given, agency, kind)
    raise Unreadable(f"{file.name} is neither GeoJSON nor CityJSON: its `type` is {str(what)[:40]!r}.")
