"""The linear model over meanings: a weight for each topic and each number of a vector (softmax regression)."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onecity.catalogue.search.embedders import shared_embedder

Matrix = NDArray[np.float32]
SCALE = 10.0  # of the vectors of length one: large enough for the regression to tell topics apart
STEPS, RATE, SHRINK = 100, 0.1, 1e-4  # of the descent (Adam), found on held-out examples


@dataclass(frozen=True, slots=True)
class Linear:
    """``weights``: one row for each number of a vector and one for the constant, one column for each topic."""

    topics: tuple[str, ...]
    weights: Matrix

    def scores(self, vectors: Matrix) -> Matrix:
        """The logarithm of each topic's probability, a row for each vector."""
        return log_softmax(_widened(vectors) @ self.weights)


def vectors_of(texts: list[str]) -> Matrix:
    """The meanings of texts in any language of the model; like meanings are near each other across languages."""
    return np.asarray(shared_embedder().embed(texts), dtype=np.float32)


def fit(vectors: Matrix, numbers: NDArray[np.int64], topics: tuple[str, ...]) -> Linear:
    """Softmax regression in which every topic counts the same, however many texts it has."""
    wide = _widened(vectors)
    wanted = np.eye(len(topics), dtype=np.float32)[numbers]
    each = 1 / np.bincount(numbers, minlength=len(topics)).clip(1)[numbers].astype(np.float32)
    each = (each / each.mean())[:, None]
    weights = np.zeros((wide.shape[1], len(topics)), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = wide.T @ ((np.exp(log_softmax(wide @ weights)) - wanted) * each) / len(wide) + SHRINK * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope * slope
        weights = weights - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Linear(topics, weights.astype(np.float32))


def log_softmax(scores: Matrix) -> Matrix:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), dtype=np.float32)


def packed(weights: Matrix) -> bytes:
    """For the table, in NumPy's own format: data alone, nothing that could be run."""
    out = io.BytesIO()
    np.save(out, weights.astype(np.float16), allow_pickle=False)
    return out.getvalue()


def unpacked(data: bytes) -> Matrix:
    return np.asarray(np.load(io.BytesIO(data), allow_pickle=False), dtype=np.float32)


def _widened(vectors: Matrix) -> Matrix:
    return np.hstack([vectors * SCALE, np.ones((len(vectors), 1), np.float32)]).astype(np.float32)
