"""GTFS (https://gtfs.org/schedule/reference/): stops and lines of a timetable."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from onecity.cityscape.foreign.writing import Document, Unreadable, entity, identifier

LARGEST = 2_000_000_000  # bytes of one table
Row = dict[str, str]


def read_gtfs(file: Path, agency: str) -> Iterator[Document]:
    """Stops (GtfsStop) and lines with their ways (GtfsRoute). Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{file.name} is no zip file.") from error
    with archive:
        if missing := {"stops.txt", "routes.txt"} - set(archive.namelist()):
            raise Unreadable(f"{file.name} is no GTFS: it lacks {', '.join(sorted(missing))}.")
        for row in _table(archive, "stops.txt"):
            yield _stop(row, agency)
        ways = _ways(archive)
        for row in _table(archive, "routes.txt"):
            yield _route(row, ways.get(row["route_id"], []), agency)


def _table(archive: zipfile.ZipFile, name: str) -> Iterator[Row]:
    """The rows of a table; none where there is no such table."""
    if name not in archive.namelist():
        return
    if archive.getinfo(name).file_size > LARGEST:
        raise Unreadable(f"{name} is larger than {LARGEST // 10**9} GB.")
    with archive.open(name) as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))


def _stop(row: Row, agency: str) -> Document:
    location = None
    if row.get("stop_lon") and row.get("stop_lat"):
        location = {"type": "Point", "coordinates": [float(row["stop_lon"]), float(row["stop_lat"])]}
    about = {"name": row.get("stop_name"), "code": row.get("stop_code"), "locationType": row.get("location_type")}
    made = entity("GtfsStop", agency, row["stop_id"], location, about)
    if parent := row.get("parent_station"):
        made["hasParentStation"] = {"type": "Relationship", "object": identifier("GtfsStop", agency, parent)}
    return made


def _route(row: Row, ways: list[list[list[float]]], agency: str) -> Document:
    location = {"type": "MultiLineString", "coordinates": ways} if ways else None
    colour = row.get("route_color")
    about = {
        "shortName": row.get("route_short_name"),
        "name": row.get("route_long_name") or row.get("route_short_name"),
        "routeType": row.get("route_type"),
        "routeColor": f"#{colour.lower()}" if colour else None,
    }
    return entity("GtfsRoute", agency, row["route_id"], location, about)


def _ways(archive: zipfile.ZipFile) -> dict[str, list[list[list[float]]]]:
    """The ways of each line: the shapes its trips follow."""
    shapes: dict[str, list[tuple[int, list[float]]]] = {}
    for row in _table(archive, "shapes.txt"):
        point = [float(row["shape_pt_lon"]), float(row["shape_pt_lat"])]
        shapes.setdefault(row["shape_id"], []).append((int(row["shape_pt_sequence"]), point))
    used: dict[str, dict[str, None]] = {}
    for row in _table(archive, "trips.txt"):
        if row.get("shape_id") in shapes:
            used.setdefault(row["route_id"], {})[row["shape_id"]] = None
    lines = {name: [point for _, point in sorted(points)] for name, points in shapes.items() if len(points) > 1}
    return {route: [lines[name] for name in names if name in lines] for route, names in used.items()}
