"""From a city's folder to its files: `entities.ndjson` and `city.pmtiles`."""

from collections.abc import Collection
from pathlib import Path

import msgspec

from onecity.cityscape.assets.all import furnish
from onecity.cityscape.body import SEED, draw
from onecity.cityscape.entities import write_entities
from onecity.cityscape.tiles.archive import write_tiles
from onecity.cityscape.tiles.drawing import draw_map
from onecity.twin.kinds import read_kinds

ENTITIES, TILES = "entities.ndjson", "city.pmtiles"


class Made(msgspec.Struct):
    """What was written."""

    entities: int
    buildings: int
    tiles: int
    folder: Path


def make(city: Path, folder: Path, seed: int = SEED, only: Collection[str] = ()) -> Made:
    """Draw the city of the folder ``city``, or some districts of it, and write its files to ``folder``."""
    body, kinds = draw(city, seed, only), read_kinds(city / "twin" / "models.yaml")
    things = furnish(body)
    folder.mkdir(parents=True, exist_ok=True)
    entities = write_entities(_draft(folder, ENTITIES), body.ground.plane, kinds, things)
    about = {"name": city.name, "attribution": "simulation", "description": f"seed {seed}"}
    tiles = write_tiles(_draft(folder, TILES), draw_map(body, kinds, things), about)
    for name in (ENTITIES, TILES):
        _draft(folder, name).replace(folder / name)
    return Made(entities, len(body.buildings.shapes), tiles, folder)


def _draft(folder: Path, name: str) -> Path:
    """Where a file grows, until it takes the place of the one before."""
    return folder / f"{name}.new"
