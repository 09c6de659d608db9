"""The city's plane: metres east and north of its middle, good to a decimetre within 50 km."""

from dataclasses import dataclass
from math import cos, pi
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shapes = NDArray[Any]  # of shapely geometries
METRES = 111_195.0  # of a degree of latitude on a sphere of 6,371 km


@dataclass(frozen=True, slots=True)
class Plane:
    """An equirectangular projection about a point (degrees)."""

    lon: float
    lat: float

    @property
    def _scale(self) -> Floats:
        return np.array([METRES * cos(self.lat * pi / 180), METRES])

    def metres(self, shape: Any) -> Any:
        """Geometry, or an array of geometries, in degrees -> the same in metres."""
        middle, scale = np.array([self.lon, self.lat]), self._scale
        return shapely.transform(shape, lambda points: (points - middle) * scale)

    def degrees(self, shape: Any) -> Any:
        """The way back."""
        middle, scale = np.array([self.lon, self.lat]), self._scale
        return shapely.transform(shape, lambda points: points / scale + middle)

    def position(self, points: Floats) -> Floats:
        """Points (n, 2) in metres -> longitudes and latitudes to 7 digits (a centimetre)."""
        return np.round(points / self._scale + (self.lon, self.lat), 7)
