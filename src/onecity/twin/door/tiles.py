"""/tiles: the city's map as vector tiles out of one file (PMTiles), which `onecity twin build` makes."""

import gzip
import os
from pathlib import Path
from typing import Any

import msgspec
from pmtiles.reader import MmapSource, Reader
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onecity.twin.errors import BadRequestData, ResourceNotFound

BASE = "/tiles"
VECTOR_TILE = "application/vnd.mapbox-vector-tile"
KEPT = "private, max-age=600"  # a browser asks again after so many seconds; mostly it hears that nothing changed
DEEPEST = 24  # zoom


class Archive(msgspec.Struct):
    """An open file of tiles, and its mark: another one when the file is made anew."""

    reader: Any
    header: dict[str, Any]
    metadata: dict[str, Any]
    mark: str


_open: dict[Path, Archive] = {}


def archive(file: Path) -> Archive:
    """The tiles of a file as it is now; raises ResourceNotFound if there is none."""
    try:
        state = file.stat()
    except OSError as error:
        raise ResourceNotFound("The city has no map yet", "Draw it with: onecity twin build") from error
    mark = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
    known = _open.get(file)
    if known is None or known.mark != mark:
        with file.open("rb") as opened:
            reader = Reader(MmapSource(opened))  # type: ignore[no-untyped-call]
        known = _open[file] = Archive(reader, reader.header(), reader.metadata(), mark)  # type: ignore[no-untyped-call]
    return known


def _file() -> Path:
    """The city's own file, as the setting names it."""
    return Path(os.environ.get("ONECITY_TILES") or "/nonexistent")


async def describe(request: Request) -> Response:
    """TileJSON 3.0: where the tiles are, and what layers they have."""
    found = archive(_file())
    if request.headers.get("If-None-Match") == found.mark:
        return _unchanged(found)
    header, about = found.header, found.metadata
    corners = [header[f"{end}_{axis}_e7"] / 1e7 for end in ("min", "max") for axis in ("lon", "lat")]
    tiles = f"{str(request.base_url).rstrip('/')}{BASE}/{{z}}/{{x}}/{{y}}.mvt"
    described = {
        "tilejson": "3.0.0",
        "tiles": [tiles],
        "minzoom": header["min_zoom"],
        "maxzoom": header["max_zoom"],
        "bounds": corners,
        **about,
    }
    return Response(msgspec.json.encode(described), media_type="application/json", headers=_headers(found))


async def tile(request: Request) -> Response:
    """One tile; nothing (204) where the city is not."""
    found = archive(_file())
    if request.headers.get("If-None-Match") == found.mark:
        return _unchanged(found)
    zoom, column, row = (request.path_params[name] for name in ("zoom", "column", "row"))
    if zoom > DEEPEST or column >= 2**zoom or row >= 2**zoom:
        raise BadRequestData(
            "There is no such tile", f"Zoom {zoom} has the columns and rows 0 to {2 ** min(zoom, 24) - 1}."
        )
    content: bytes | None = found.reader.get(zoom, column, row)
    if not content:
        return Response(status_code=204, headers=_headers(found))
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return Response(content, media_type=VECTOR_TILE, headers=_headers(found) | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(content), media_type=VECTOR_TILE, headers=_headers(found))


def _headers(found: Archive) -> dict[str, str]:
    return {"ETag": found.mark, "Cache-Control": KEPT, "Vary": "Accept-Encoding"}


def _unchanged(found: Archive) -> Response:
    return Response(status_code=304, headers=_headers(found))


routes = [
    Route(BASE + "/city.json", describe, methods=["GET"]),
    Route(BASE + "/{zoom:int}/{column:int}/{row:int}.mvt", tile, methods=["GET"]),
]
