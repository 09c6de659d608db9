"""Web Mercator as the unit square: x from west to east, y from north to south, the tiles of zoom z in 2^z steps."""

from typing import Any

import numpy as np
import shapely

from onecity.cityscape.plane import Floats, Plane


def unit(plane: Plane, shapes: Any) -> Any:
    """Shapes on the city's plane (metres) -> on the unit square."""
    return shapely.transform(plane.degrees(shapes), _project)


def _project(degrees: Floats) -> Floats:
    sine = np.sin(np.radians(degrees[:, 1]))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.stack([degrees[:, 0] / 360 + 0.5, y], axis=1)
