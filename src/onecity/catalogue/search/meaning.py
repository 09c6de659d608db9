"""Finding by meaning: how near a search lies to what is written of each service."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from onecity.catalogue.search.embedders import Vectors
from onecity.catalogue.search.texts import Documents

Scores = NDArray[np.float32]
WHOLE = 0.5  # weight of title and summary together beside the best single text


class Meanings:
    """The vectors of all services' texts in one language. Acts of a family share most of theirs."""

    def __init__(self, documents: Sequence[Documents], vectors: Mapping[str, Vectors]) -> None:
        texts = list(dict.fromkeys(text for document in documents for text in document.all))
        rows = {text: row for row, text in enumerate(texts)}
        self.matrix = np.stack([vectors[text] for text in texts])
        self.rows = np.array([rows[text] for document in documents for text in document.all])
        self.starts = np.cumsum([0, *(len(document.all) for document in documents)])[:-1]
        self.wholes = np.array([rows[document.whole] for document in documents])

    def scores(self, queries: Vectors) -> Scores:
        """For each query and service: the likeness of its best text, and half that of its title and summary."""
        alike = queries @ self.matrix.T
        best = np.maximum.reduceat(alike[:, self.rows], self.starts, axis=1)
        return np.asarray(best + WHOLE * alike[:, self.wholes], dtype=np.float32)
