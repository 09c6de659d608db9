"""Finding by the words themselves: exact names first, then beginnings, then parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from onecity.catalogue.search.texts import Documents
from onecity.catalogue.search.writing import UNSPACED, content_words, normal

EXACT, BEGINS, PART, HAS = 8.0, 6.0, 4.0, 0.4  # above any likeness of meaning, but for HAS, which only adds to it
SHORTEST = {True: 2, False: 3}  # letters of a beginning or part, for languages without and with spaces


@dataclass(frozen=True, slots=True)
class Match:
    """How well a service fits the words; ``why`` is ``title`` or ``words``."""

    score: float
    why: str


class Phrases:
    """The names of all services in one language, normal."""

    def __init__(self, documents: Sequence[Documents], language: str) -> None:
        self.unspaced = language in UNSPACED
        self.titles = [normal(document.title) for document in documents]
        self.title_words = [content_words(title) for title in self.titles]
        self.parts = [self._parts(normal(" ".join((*document.names, document.summary)))) for document in documents]
        self.owners: dict[str, set[int]] = {}
        for number, document in enumerate(documents):
            for name in document.names:
                self.owners.setdefault(normal(name), set()).add(number)

    def shared(self, typed: str) -> list[float]:
        """For each service the share of what was typed that its texts have too: words, or pairs of characters."""
        wanted = self._parts(typed)
        return [len(wanted & parts) / max(len(wanted), 1) for parts in self.parts]

    def _parts(self, text: str) -> frozenset[str]:
        if self.unspaced:
            return frozenset(a + b for a, b in pairwise(text.replace(" ", "")))
        return content_words(text)

    def matches(self, typed: str) -> dict[int, Match]:
        """The best match of each service that the words fit at all."""
        found: dict[int, Match] = {}
        for number, match in (*self._within(typed), *self._around(typed), *self._in_titles(typed)):
            if number not in found or match.score > found[number].score:
                found[number] = match
        return found

    def _around(self, typed: str) -> Iterable[tuple[int, Match]]:
        """Names that are what was typed, begin with it, or hold it."""
        if len(typed) < SHORTEST[self.unspaced]:
            return
        for name, owners in self.owners.items():
            if typed in name:
                score = self._of_holding(typed, name)
                yield from ((number, self._match(score, name, number)) for number in owners if score)

    def _of_holding(self, typed: str, name: str) -> float:
        if typed == name:
            return EXACT
        if name.startswith(typed):
            return BEGINS
        return PART if self.unspaced or f" {typed}" in name else 0.0

    def _within(self, typed: str) -> Iterable[tuple[int, Match]]:
        """Names that stand in what was typed; the more of it they are, the better."""
        for piece in set(self._pieces(typed)):
            for number in self.owners.get(piece, ()):
                yield number, self._match(HAS * len(piece) / len(typed), piece, number)

    def _pieces(self, typed: str) -> Iterable[str]:
        if self.unspaced:
            return (typed[a:b] for a, b in combinations(range(len(typed) + 1), 2) if 2 <= b - a <= 20)
        words = typed.split()
        return (" ".join(words[a:b]) for a, b in combinations(range(len(words) + 1), 2) if b - a <= 8)

    def _in_titles(self, typed: str) -> Iterable[tuple[int, Match]]:
        """Titles that have every word that was typed, in any order."""
        wanted = content_words(typed)
        if self.unspaced or not wanted or max(map(len, wanted)) < SHORTEST[False]:
            return
        for number, words in enumerate(self.title_words):
            if wanted <= words:
                yield number, Match(PART, "title")

    def _match(self, score: float, name: str, number: int) -> Match:
        return Match(score, "title" if name == self.titles[number] else "words")
