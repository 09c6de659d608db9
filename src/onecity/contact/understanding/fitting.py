"""Softmax regression over vectors, by stochastic descent (Adam: Kingma and Ba 2015, arXiv 1412.6980)."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
SCALE = 10.0  # of the vectors of length one: large enough for the regression to tell topics apart
ROUNDS, AT_A_TIME, RATE, SHRINK = 6, 256, 0.02, 1e-5  # of the descent, found on examples held out of the folder
KEEP, KEEP_SQUARE, SMALL = 0.9, 0.999, 1e-8  # as the paper advises


def fit(vectors: Matrix, numbers: NDArray[np.int64], topics: int) -> Matrix:
    """Weights with which every topic counts the same, however many texts it has. The same input gives the same."""
    wide, each = widened(vectors), _weights_of(numbers, topics)
    weights = np.zeros((wide.shape[1], topics), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step, (left, chosen) in enumerate(_parts(len(wide)), start=1):
        slope = _slope(wide[chosen], numbers[chosen], each[chosen], weights)
        mean = KEEP * mean + (1 - KEEP) * slope
        square = KEEP_SQUARE * square + (1 - KEEP_SQUARE) * slope * slope
        rise = mean / (1 - KEEP**step) / (np.sqrt(square / (1 - KEEP_SQUARE**step)) + SMALL)
        weights = (weights - RATE * left * rise).astype(np.float32)
    return weights


def log_softmax(scores: Matrix) -> Matrix:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), dtype=np.float32)


def widened(vectors: Matrix) -> Matrix:
    """The vectors to scale, with a one at the end for the constant."""
    return np.hstack([vectors * SCALE, np.ones((len(vectors), 1), np.float32)]).astype(np.float32)


def _slope(wide: Matrix, numbers: NDArray[np.int64], each: Matrix, weights: Matrix) -> Matrix:
    wrong = np.exp(log_softmax(wide @ weights))
    wrong[np.arange(len(wide)), numbers] -= 1
    return np.asarray(wide.T @ (wrong * each[:, None]) / len(wide) + SHRINK * weights, dtype=np.float32)


def _parts(count: int) -> Iterator[tuple[float, NDArray[np.int64]]]:
    """Rows in a drawn order, round after round, each with the share of the way that is left."""
    lots = np.random.default_rng(seed=1)
    starts = range(0, count, AT_A_TIME)
    for round_ in range(ROUNDS):
        order = lots.permutation(count)
        for number, start in enumerate(starts):
            yield 1 - (round_ + number / len(starts)) / ROUNDS, order[start : start + AT_A_TIME]


def _weights_of(numbers: NDArray[np.int64], topics: int) -> Matrix:
    each = 1 / np.bincount(numbers, minlength=topics).clip(1)[numbers]
    return np.asarray(each / each.mean(), dtype=np.float32)
