"""How right a model is on contacts that it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onecity.contact.understanding import topics
from onecity.contact.understanding.fitting import Matrix, log_softmax
from onecity.contact.understanding.meaning import Vectors
from onecity.contact.understanding.samples import Sample
from onecity.contact.understanding.topics import Held
from onecity.contact.understanding.wording import Numbers

WARMTHS = (0.7, 0.85, 1.0, 1.2, 1.4, 1.7, 2.0, 2.4, 2.8, 3.4, 4.0)  # what is tried


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares from 0 to 1. ``sure``: how often the machine decides alone; ``right_when_sure``: how often rightly."""

    count: int
    best: float
    among_three: float
    sure: float
    right_when_sure: float


@dataclass(frozen=True, slots=True)
class Test:
    """Contacts, read once for every model that is measured on them: by meaning and by wording."""

    samples: Sequence[Sample]
    vectors: Vectors
    wording: Numbers
    sure: float  # the probability from which the city acts upon a guess

    def accuracy(self, held: Held) -> Accuracy:
        return _accuracy(topics.chances_of(held, self.vectors, self.wording), self._wanted(held), self.sure)

    def warmed(self, held: Held) -> Held:
        """At the warmth where the right topics were the least surprise: temperature scaling, Guo et al. 2017."""
        scores, wanted = topics.scores(held, self.vectors, self.wording), self._wanted(held)
        english = self.vectors.is_english
        return replace(held, warmth=tuple(_least_surprised(scores[rows], wanted[rows]) for rows in (~english, english)))

    def _wanted(self, held: Held) -> NDArray[np.int64]:
        number = {topic: place for place, topic in enumerate(held.wording.topics)}
        return np.array([number[sample.topic] for sample in self.samples])


def _accuracy(chances: Matrix, wanted: NDArray[np.int64], sure_from: float) -> Accuracy:
    order = np.argsort(-chances, axis=1)
    right = order[:, 0] == wanted
    sure = chances.max(axis=1) >= sure_from
    three = (order[:, :3] == wanted[:, None]).any(axis=1)
    rightly = float(right[sure].mean()) if sure.any() else 0.0
    return Accuracy(len(wanted), float(right.mean()), float(three.mean()), float(sure.mean()), rightly)


def _least_surprised(scores: Matrix, wanted: NDArray[np.int64]) -> float:
    return (
        min(WARMTHS, key=lambda warmth: _surprise(np.exp(log_softmax(scores / warmth)), wanted)) if len(wanted) else 1.0
    )


def _surprise(chances: Matrix, wanted: NDArray[np.int64]) -> float:
    """The mean negative logarithm of what was given to the right topic."""
    return float(-np.log(chances[np.arange(len(wanted)), wanted] + 1e-9).mean())
