"""A small fleet: the devices of one district, read as the simulation reads them."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from onecity.cityscape.assets.all import furnish
from onecity.cityscape.body import draw
from onecity.cityscape.entities import entities_of
from onecity.simulation.fleet import Fleet, read_fleet
from onecity.simulation.world import World
from onecity.twin.kinds import Kinds, read_kinds

HUATING = Path(__file__).parents[2] / "cities" / "huating"
ZONE = ZoneInfo("Asia/Shanghai")


def clock(text: str) -> float:
    """A moment by Huating's clock, in seconds since 1970."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return read_kinds(HUATING / "twin" / "models.yaml")


@pytest.fixture(scope="session")
def fleet(kinds: Kinds) -> Fleet:
    body = draw(HUATING, only=("meidu",))
    things = furnish(body)
    return read_fleet(kinds, (e for made in things for e in entities_of(body.ground.plane, kinds, made)))


@pytest.fixture
def world(fleet: Fleet) -> World:
    return World(fleet, 7, ZONE)
