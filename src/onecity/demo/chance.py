"""Drawing lots. Python's own ways are three times as slow, which a million residents notice."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Chances(Generic[T]):
    """What may come out, and how often in proportion."""

    def __init__(self, shares: Mapping[T, float]) -> None:
        self.outcomes = tuple(shares)
        self.sums = list(accumulate(shares.values()))

    def draw(self, rng: Random) -> T:
        return self.outcomes[bisect(self.sums, rng.random() * self.sums[-1], 0, len(self.sums) - 1)]


def whole(rng: Random, low: int, high: int) -> int:
    """A whole number from ``low`` to ``high``, both included."""
    return low + int(rng.random() * (high - low + 1))


def one_of(rng: Random, things: Sequence[T]) -> T:
    return things[int(rng.random() * len(things))]
