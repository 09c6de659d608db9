"""The body of a city: everything that does not change from day to day, drawn once from a seed."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onecity.cityscape.buildings import Buildings, build
from onecity.cityscape.fields import Urbanity
from onecity.cityscape.ground import Ground, read_ground
from onecity.cityscape.land import Land, use_land
from onecity.cityscape.metro import Line, lay_metro
from onecity.cityscape.naming import name_streets
from onecity.cityscape.network import Network, join
from onecity.cityscape.skeleton import main_streets, superblocks
from onecity.cityscape.splitting import split

SEED = 2049


@dataclass(slots=True)
class Body:
    """All of it, in metres."""

    seed: int
    ground: Ground
    urbanity: Urbanity
    streets: Network
    land: Land
    buildings: Buildings
    metro: list[Line]

    def rng(self, part: str) -> np.random.Generator:
        """Chance of its own for each part, so that a change to one leaves the others as they were."""
        return chance(self.seed, part)


def chance(seed: int, part: str) -> np.random.Generator:
    """A generator of random numbers, the same for the same seed and part."""
    return np.random.default_rng([seed, *part.encode()])


def draw(folder: Path, seed: int = SEED, only: Collection[str] = ()) -> Body:
    """The body of the city of a folder, or of some of its districts ``only``."""
    ground = read_ground(folder, only)
    urbanity = Urbanity(ground, chance(seed, "urbanity"))
    lines = main_streets(ground, urbanity, chance(seed, "main streets"))
    blocks = split(superblocks(ground, lines), urbanity, chance(seed, "blocks"), lines)
    streets = join(lines)
    name_streets(ground, streets, chance(seed, "names"))
    metro = lay_metro(ground, urbanity)
    stations = np.concatenate([line.stations for line in metro] or [np.empty((0, 2))])
    land = use_land(ground, blocks, urbanity, stations, chance(seed, "land"))
    return Body(seed, ground, urbanity, streets, land, build(ground, land, streets, chance(seed, "buildings")), metro)
