"""Chance that any moment can be asked for: the same seed, name and time give the same number, in any order."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def generator(seed: int, name: str, *numbers: int) -> np.random.Generator:
    """Random numbers of their own for a name and some whole numbers."""
    return np.random.default_rng([seed, *name.encode(), *(number & 0xFFFFFFFF for number in numbers)])


@lru_cache(maxsize=100_000)
def _knot(seed: int, name: str, number: int) -> float:
    return float(generator(seed, name, number).normal())


def wave(seed: int, name: str, at: float, period: float) -> float:
    """A smooth curve through random heights (mean 0, deviation about 1), one for every ``period`` seconds."""
    number, share = divmod(at / period, 1.0)
    eased = share * share * (3 - 2 * share)
    return _knot(seed, name, int(number)) * (1 - eased) + _knot(seed, name, int(number) + 1) * eased


@lru_cache(maxsize=256)
def noise(seed: int, name: str, slot: int, count: int) -> Floats:
    """One number (mean 0, deviation 1) for each of ``count`` devices, new in every slot of time."""
    values: Floats = generator(seed, name, slot).normal(size=count)
    return values


@lru_cache(maxsize=256)
def shares(seed: int, name: str, slot: int, count: int) -> Floats:
    """One number from 0 to 1 for each of ``count`` devices, new in every slot of time."""
    values: Floats = generator(seed, name, slot).random(count)
    return values
