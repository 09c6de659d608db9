"""Topics by meaning: for each a weight for every number of a sentence's vector (softmax regression).

English messages are read by both sentence encoders when it matters, all others by the one that languages share. Both
models learn from the texts of all languages, since like meanings lie near each other across them.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onecity.catalogue.search.embedders import embedder_for, shared_embedder
from onecity.catalogue.search.many import embed_many
from onecity.contact.understanding.fitting import Matrix, fit, log_softmax, widened
from onecity.contact.understanding.language import language_of

ENGLISH = "en"
ENGLISH_WIDTH = 384  # numbers of a vector of its encoder


@dataclass(frozen=True, slots=True)
class Vectors:
    """Texts as the encoders read them, a row for each; ``both`` ends in zeros where only the shared one read."""

    is_english: NDArray[np.bool_]
    shared: Matrix
    both: Matrix

    def rows(self, chosen: slice) -> "Vectors":
        return Vectors(self.is_english[chosen], self.shared[chosen], self.both[chosen])


@dataclass(frozen=True, slots=True)
class Meaning:
    """``english`` and ``shared``: weights, a row for each number of a vector, a column for each topic."""

    topics: tuple[str, ...]
    english: Matrix
    shared: Matrix

    def scores(self, vectors: Vectors) -> Matrix:
        """The logarithm of each topic's probability, a row for each text."""
        scores = np.empty((len(vectors.shared), len(self.topics)), np.float32)
        scores[~vectors.is_english] = widened(vectors.shared[~vectors.is_english]) @ self.shared
        scores[vectors.is_english] = widened(vectors.both[vectors.is_english]) @ self.english
        return log_softmax(scores)


def read(texts: Sequence[str]) -> Vectors:
    """By the encoder that languages share, and English also by its own."""
    return read_again(texts, read_once(texts))


def read_once(texts: Sequence[str]) -> Vectors:
    """By the encoder that languages share: three times as quick."""
    shared = embed_many(shared_embedder(), texts)
    return Vectors(np.zeros(len(texts), dtype=bool), shared, np.pad(shared, ((0, 0), (0, ENGLISH_WIDTH))))


def read_again(texts: Sequence[str], once: Vectors) -> Vectors:
    is_english = np.array([language_of(text) == ENGLISH for text in texts], dtype=bool)
    both, width = once.both.copy(), once.shared.shape[1]
    both[is_english, width:] = embed_many(
        embedder_for(ENGLISH), [text for text, is_it in zip(texts, is_english, strict=True) if is_it]
    )
    return Vectors(is_english, once.shared, both)


def learn(vectors: Vectors, numbers: NDArray[np.int64], topics: tuple[str, ...]) -> Meaning:
    """From texts and the numbers of their topics."""
    return Meaning(topics, fit(vectors.both, numbers, len(topics)), fit(vectors.shared, numbers, len(topics)))


def packed(meaning: Meaning) -> bytes:
    """For the table, in NumPy's own format: data alone, nothing that could be run."""
    out = io.BytesIO()
    np.savez(out, english=meaning.english.astype(np.float16), shared=meaning.shared.astype(np.float16))
    return out.getvalue()


def unpacked(data: bytes, topics: Sequence[str]) -> Meaning:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Meaning(tuple(topics), arrays["english"].astype(np.float32), arrays["shared"].astype(np.float32))
