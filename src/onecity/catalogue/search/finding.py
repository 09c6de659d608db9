"""Finding services: by name first, then by mended spelling, then by meaning."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from msgspec import Struct

from onecity.catalogue.search.embedders import Vectors, embedder_for
from onecity.catalogue.search.meaning import Meanings, Scores
from onecity.catalogue.search.phrases import PART, Match, Phrases
from onecity.catalogue.search.spelling import speller
from onecity.catalogue.search.texts import Findable, documents_of
from onecity.catalogue.search.vectors import embedded
from onecity.catalogue.search.writing import normal

MENDED = 0.05  # what a mended spelling costs against the words as they were typed


class Hit(Struct, frozen=True):
    """A service found, and why: its ``title``, its ``words``, a mended ``spelling``, or its ``meaning``."""

    service: Any  # as it was given to the finder
    why: str


@dataclass(frozen=True, slots=True)
class Query:
    """A search as typed and as mended (the same, when there was nothing to mend)."""

    typed: str
    mended: str


class Finder:
    """All services in one language. Until the model is there, words alone decide."""

    def __init__(self, services: Sequence[Findable], language: str) -> None:
        self.services, self.language = tuple(services), language
        self.documents = documents_of(services, language)
        self.phrases = Phrases(self.documents, language)
        self.speller = speller(self.documents, language)
        self.meanings: Meanings | None = None
        self._warming = threading.Lock()

    def texts(self) -> list[str]:
        return list(dict.fromkeys(text for document in self.documents for text in document.all))

    def warm(self, known: Mapping[str, Vectors]) -> None:
        """Load the model and compute the vectors that are not known: seconds. A second call waits for the first."""
        with self._warming:
            if self.meanings is None and self.services:
                embedder = embedder_for(self.language)
                missing = [text for text in self.texts() if text not in known]
                self.meanings = Meanings(self.documents, {**known, **embedded(embedder, missing)})

    def find(self, words: str, limit: int) -> list[Hit]:
        """The best services, best first; none for a search without a letter."""
        typed = normal(words)
        if not typed:
            return []
        query = Query(typed, self.speller.mended(typed))
        return self._ranked(query, limit)

    def _ranked(self, query: Query, limit: int) -> list[Hit]:
        as_typed, as_mended = self._scores(query)
        scores = np.maximum(as_typed, as_mended)
        order = np.argsort(-scores, kind="stable")[:limit]
        named = self.phrases.matches(query.typed)
        return [Hit(self.services[n], self._why(named.get(int(n)), as_typed[n] < as_mended[n])) for n in order]

    def _why(self, match: Match | None, mended: bool) -> str:
        if mended:
            return "spelling"
        if match and match.score >= PART:
            return match.why
        return "meaning" if self.meanings else "words"

    def _scores(self, query: Query) -> Scores:
        """Two rows: the scores of the words as typed and as mended."""
        names = np.stack([self._by_name(query.typed), self._by_name(query.mended)])
        scores = names + self._by_meaning(query)
        scores[1] -= MENDED
        return np.asarray(scores, dtype=np.float32)

    def _by_name(self, words: str) -> Scores:
        scores = np.zeros(len(self.services), dtype=np.float32)
        for number, match in self.phrases.matches(words).items():
            scores[number] = match.score
        return scores

    def _by_meaning(self, query: Query) -> Scores:
        if self.meanings is None:
            return np.array([self.phrases.shared(query.typed), self.phrases.shared(query.mended)], dtype=np.float32)
        if query.typed == query.mended:
            return np.repeat(self.meanings.scores(self._embedded(query.typed)), 2, axis=0)
        return self.meanings.scores(self._embedded(query.typed, query.mended))

    def _embedded(self, *texts: str) -> Vectors:
        return embedder_for(self.language).embed(texts)
