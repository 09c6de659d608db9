"""Finding a service in people's own words: ``Engine``."""

from onecity.catalogue.search.engine import Engine
from onecity.catalogue.search.finding import Hit

__all__ = ["Engine", "Hit"]
