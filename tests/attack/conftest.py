"""The same callers as in the tests of the API, with worse intentions."""

from tests.api.conftest import begun, filed, mei, nobody, other, police, water

__all__ = ["begun", "filed", "mei", "nobody", "other", "police", "water"]
