"""Smooth fields over the city: how urban it is at a point, and gentle noise that bends streets."""

import numpy as np

from onecity.cityscape.ground import Ground
from onecity.cityscape.plane import Floats

CORE = 6_000.0  # metres from the middle within which the city is densest


class Noise:
    """A smooth random field with values of about -1 to 1, made of a few waves."""

    def __init__(self, rng: np.random.Generator, wavelength: float, waves: int = 7) -> None:
        angle, length = rng.uniform(0, 2 * np.pi, waves), wavelength * rng.uniform(0.6, 1.8, waves)
        self._wave = 2 * np.pi * np.stack([np.cos(angle) / length, np.sin(angle) / length])
        self._phase = rng.uniform(0, 2 * np.pi, waves)

    def at(self, points: Floats) -> Floats:
        """Values at points (n, 2)."""
        waves: Floats = np.sin(points @ self._wave + self._phase)
        value: Floats = waves.mean(axis=1) * 1.6
        return value


class Urbanity:
    """From 0, fields, to 1, the middle: it falls with distance, and rises again about each district's own centre."""

    def __init__(self, ground: Ground, rng: np.random.Generator) -> None:
        self._middle = ground.middle
        self._centres = [_centre(ground, district.code) for district in ground.districts]
        self._noise = Noise(rng, 5_000)

    def at(self, points: Floats) -> Floats:
        """Values at points (n, 2)."""
        distance = np.linalg.norm(points - self._middle, axis=1)
        value = np.exp(-((distance / (1.75 * CORE)) ** 2))
        for centre in self._centres:
            near = np.linalg.norm(points - centre, axis=1)
            value = np.maximum(value, 0.78 * np.exp(-((near / 2_700) ** 2)))
        urban: Floats = np.clip(value + 0.10 * self._noise.at(points), 0, 1)
        return urban


def _centre(ground: Ground, district: str) -> Floats:
    """Where a district's named places lie thickest; else its middle."""
    points = [place.point for place in ground.places if place.district == district and place.kind != "village"]
    if points:
        middle: Floats = np.median(np.array(points), axis=0)
        return middle
    shape = next(one.shape for one in ground.districts if one.code == district)
    return np.array([shape.centroid.x, shape.centroid.y])
