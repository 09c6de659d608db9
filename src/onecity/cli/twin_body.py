"""`onecity twin build|load`: the body of a made-up city, and what other systems export of a real one."""

import argparse
import asyncio
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from onecity.cli.failures import Failure
from onecity.cli.place import PROJECT, data_folder


def add_arguments(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    build = what.add_parser("build", help="draw the city's body: map tiles, and an entity for every asset")
    build.add_argument("--seed", type=int, default=2049, help="another number, another city (default 2049)")
    build.add_argument("--district", action="append", default=[], help="only this district; may be repeated")
    build.add_argument("--load", action="store_true", help="put the entities into the living model, too")
    load = what.add_parser("load", help="put a file into the living model: GeoJSON, CityJSON, GTFS, or entities")
    load.add_argument("file", type=Path, help=".geojson, .json, .jsonl, .zip (GTFS) or .ndjson (NGSI-LD entities)")
    load.add_argument("--agency", default="", help="code of the agency that owns what is loaded")
    load.add_argument("--type", default="", help="type of GeoJSON features that name none, such as WasteContainer")


def run(args: argparse.Namespace) -> int:
    """0, or 1 with a sentence."""
    return _build(args) if args.what == "build" else _load_file(args)


def twin_folder() -> Path:
    """Where the city's body lies."""
    return data_folder() / "twin"


def tiles_file() -> Path:
    """The city's map."""
    return twin_folder() / "city.pmtiles"


def city_folder() -> Path:
    """The folder of the city in force."""
    return Path(os.environ.get("ONECITY_CITY") or PROJECT / "cities" / "huating")


def _build(args: argparse.Namespace) -> int:
    from onecity.cityscape.loading import read_lines
    from onecity.cityscape.making import ENTITIES, make

    started = time.monotonic()
    if not (city_folder() / "outlines.geojson").is_file():
        raise Failure(f"{city_folder()} has no outlines.geojson: there is nothing to draw the city on.")
    made = make(city_folder(), twin_folder(), args.seed, args.district)
    took = time.monotonic() - started
    print(f"{made.buildings} buildings, {made.entities} entities, {made.tiles} tiles in {took:.0f} s: {made.folder}")
    return asyncio.run(_put(read_lines(made.folder / ENTITIES))) if args.load else 0


def _load_file(args: argparse.Namespace) -> int:
    from onecity.cityscape.foreign import Unreadable, read_foreign
    from onecity.cityscape.loading import read_lines

    if not args.file.is_file():
        raise Failure(f"There is no file {args.file}.")
    if args.file.suffix == ".ndjson":
        return asyncio.run(_put(read_lines(args.file)))
    if not args.agency:
        raise Failure("Say whose it is: --agency CODE, as in the city's agencies.yaml.")
    try:
        return asyncio.run(_put(read_foreign(args.file, args.agency, args.type)))
    except Unreadable as error:
        raise Failure(str(error)) from error


async def _put(entities: Iterable[dict[str, Any]]) -> int:
    from onecity.cityscape.loading import load
    from onecity.twin.store import open_store

    store = await open_store(os.environ["DATABASE_URL"], connections=2)
    try:
        loaded = await load(store, entities)
    finally:
        await store.close()
    print(f"{loaded.taken} entities loaded, {loaded.refused} refused.")
    for reason in loaded.reasons:
        print(f"  {reason}")
    return 1 if loaded.refused else 0
