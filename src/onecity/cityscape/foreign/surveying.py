"""From national grids to degrees, in numpy: transverse Mercator, Web Mercator and the Dutch RD grid.

Transverse Mercator: Krüger's series to the third order (Karney 2011, doi:10.1007/s00190-011-0445-3), a millimetre
within a zone. RD: the polynomial of Schreutelkamp and Strang van Hees (2001), a quarter of a metre. WGS 84, ETRS89,
CGCS2000 and GRS 80 count as one: they differ by less than the buildings are drawn to.
"""

from collections.abc import Callable

import numpy as np

from onecity.cityscape.foreign.writing import Unreadable
from onecity.cityscape.plane import Floats

_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257222101
_RD_LAT = {(0, 1): 3235.65389, (2, 0): -32.58297, (0, 2): -0.24750, (2, 1): -0.84978, (0, 3): -0.06550}
_RD_LAT |= {(2, 2): -0.01709, (1, 0): -0.00738, (4, 0): 0.00530, (2, 3): -0.00039, (4, 1): 0.00033, (1, 1): -0.00012}
_RD_LON = {(1, 0): 5260.52916, (1, 1): 105.94684, (1, 2): 2.45656, (3, 0): -0.81885, (1, 3): 0.05594}
_RD_LON |= {(3, 1): -0.05607, (0, 1): 0.01199, (3, 2): -0.00256, (1, 4): 0.00128, (0, 2): 0.00022, (2, 0): -0.00022}
_RD_LON |= {(5, 0): 0.00026}


def to_degrees(epsg: int) -> Callable[[Floats], Floats]:
    """The function from points (n, 2) of a grid to longitudes and latitudes; raises Unreadable if it is not known."""
    if epsg in (4326, 4979, 4490, 4258, 0):
        return lambda points: points
    if epsg in (3857, 3395):
        return _web_mercator
    if epsg in (28992, 7415):
        return _rd
    zone = _zone(epsg)
    if zone is None:
        raise Unreadable(f"The grid EPSG:{epsg} is not known here. Export the data in WGS 84 (EPSG:4326).")
    return lambda points: _transverse_mercator(points, *zone)


def _zone(epsg: int) -> tuple[float, float, float, float] | None:
    """Middle meridian, scale, false easting and false northing of a grid."""
    for first, last, base in ((32601, 32660, 32600), (25828, 25838, 25800), (32701, 32760, 32700)):
        if first <= epsg <= last:
            return (epsg - base) * 6.0 - 183, 0.9996, 500_000.0, 10_000_000.0 if base == 32700 else 0.0
    if 4513 <= epsg <= 4533:  # CGCS2000, zones of 3 degrees, the zone's number before the easting
        number = epsg - 4513 + 25
        return number * 3.0, 1.0, number * 1e6 + 500_000, 0.0
    if 4534 <= epsg <= 4554:
        return (epsg - 4534) * 3.0 + 75, 1.0, 500_000.0, 0.0
    return None


def _transverse_mercator(points: Floats, meridian: float, scale: float, east: float, north: float) -> Floats:
    n = _FLATTENING / (2 - _FLATTENING)
    radius = _AXIS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    delta = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    xi, eta = (points[:, 1] - north) / (scale * radius), (points[:, 0] - east) / (scale * radius)
    k = range(1, 4)
    xi_ = xi - sum(b * np.sin(2 * j * xi) * np.cosh(2 * j * eta) for j, b in zip(k, beta, strict=True))
    eta_ = eta - sum(b * np.cos(2 * j * xi) * np.sinh(2 * j * eta) for j, b in zip(k, beta, strict=True))
    chi = np.arcsin(np.sin(xi_) / np.cosh(eta_))
    lat = chi + sum(d * np.sin(2 * j * chi) for j, d in zip(k, delta, strict=True))
    return np.stack([meridian + np.degrees(np.arctan2(np.sinh(eta_), np.cos(xi_))), np.degrees(lat)], axis=1)


def _web_mercator(points: Floats) -> Floats:
    lat = np.arctan(np.sinh(points[:, 1] / _AXIS))
    degrees: Floats = np.degrees(np.stack([points[:, 0] / _AXIS, lat], axis=1))
    return degrees


def _rd(points: Floats) -> Floats:
    x, y = (points[:, 0] - 155_000) * 1e-5, (points[:, 1] - 463_000) * 1e-5
    lat = 52.15517440 + sum(c * x**p * y**q for (p, q), c in _RD_LAT.items()) / 3600
    lon = 5.38720621 + sum(c * x**p * y**q for (p, q), c in _RD_LON.items()) / 3600
    return np.stack([lon, lat], axis=1)
