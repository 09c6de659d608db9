"""One small city, drawn once: two of Huating's districts on both banks of the river."""

from pathlib import Path

import pytest

from onecity.cityscape.assets.all import furnish
from onecity.cityscape.assets.things import Things
from onecity.cityscape.body import Body, draw
from onecity.twin.kinds import Kinds, read_kinds

HUATING = Path(__file__).parents[2] / "cities" / "huating"
DISTRICTS = ("meidu", "qiaotou")


@pytest.fixture(scope="session")
def body() -> Body:
    return draw(HUATING, only=DISTRICTS)


@pytest.fixture(scope="session")
def things(body: Body) -> dict[str, Things]:
    return {made.kind: made for made in furnish(body)}


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return read_kinds(HUATING / "twin" / "models.yaml")
