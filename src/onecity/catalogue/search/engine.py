"""The finders of the release in force, one per language; models load behind the first search."""

import logging
import threading
from collections.abc import Sequence

from onecity.catalogue.search.embedders import model_name
from onecity.catalogue.search.finding import Finder, Hit
from onecity.catalogue.search.texts import Findable
from onecity.catalogue.search.vectors import Progress, keep_vectors, read_vectors
from onecity.catalogue.search.writing import language_of

log = logging.getLogger(__name__)


class Engine:
    """Search over the services of one release, or over anything else that has a title."""

    def __init__(self, services: Sequence[Findable], languages: tuple[str, ...]) -> None:
        self.services, self.languages = tuple(services), languages
        self._finders: dict[str, Finder] = {}
        self._warming: set[str] = set()
        self._lock = threading.Lock()

    def find(self, *, words: str, language: str, limit: int) -> list[Hit]:
        """The best services. The first search in a language is answered by words alone, while its model loads."""
        language = language_of(words, page=language, languages=self.languages)
        finder = self._finder(language)
        if finder.meanings is None:
            self._warm_soon(finder)
        return finder.find(words, limit)

    def warm(self) -> None:
        """Load all models now, and compute the vectors that are not kept."""
        for language in self.languages:
            finder = self._finder(language)
            finder.warm(read_vectors(model_name(language), finder.texts()))

    def keep(self, progress: Progress | None = None) -> int:
        """Compute and keep the vectors of all texts; how many were missing."""
        return sum(keep_vectors(language, self._finder(language).texts(), progress) for language in self.languages)

    def _finder(self, language: str) -> Finder:
        with self._lock:
            if language not in self._finders:
                self._finders[language] = Finder(self.services, language)
            return self._finders[language]

    def _warm_soon(self, finder: Finder) -> None:
        """The kept vectors are read here and now, so that the thread touches no database.

        The process waits for the thread at its end: a model torn down while it loads would end it with a crash.
        """
        with self._lock:
            if finder.language in self._warming:
                return
            self._warming.add(finder.language)
        known = read_vectors(model_name(finder.language), finder.texts())
        threading.Thread(target=_warm, args=(finder, known), name="search-model").start()


def _warm(finder: Finder, known: dict[str, object]) -> None:
    try:
        finder.warm(known)  # type: ignore[arg-type]
    except Exception:
        log.exception("The search model for %s did not load; searches are answered by words alone.", finder.language)
