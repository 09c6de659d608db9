"""Topics by meaning: for each a weight for every number of a sentence's vector (softmax regression).

English messages are read by both sentence encoders, all others by the one that languages share. Both models learn from
the texts of all languages, since like meanings lie near each other across them.
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
        by_shared, by_both = widened(vectors.shared) @ self.shared, widened(vectors.both) @ self.english
        return log_softmax(np.where(vectors.is_english[:, None], by_both, by_shared))


def read(texts: Sequence[str]) -> Vectors:
    is_english = np.array([language_of(text) == ENGLISH for text in texts], dtype=bool)
    shared = embed_many(shared_embedder(), texts)
    english = embed_many(embedder_for(ENGLISH), [text for text, is_it in zip(texts, is_english, strict=True) if is_it])
    beside = np.zeros((len(texts), english.shape[1]), np.float32)
    beside[is_english] = english
    return Vectors(is_english, shared, np.hstack([shared, beside]))


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
