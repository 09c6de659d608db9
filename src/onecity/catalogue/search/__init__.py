"""Finding a service in people's own words."""

from onecity.catalogue.search.finding import Hit, find

__all__ = ["Hit", "find"]
