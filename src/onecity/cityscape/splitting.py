"""Smaller streets: land is cut across its longer side, again and again, until a block is as small as its place asks."""

from dataclasses import dataclass

import numpy as np
import shapely

from onecity.cityscape.fields import Urbanity
from onecity.cityscape.plane import Floats, Shapes
from onecity.cityscape.ranks import RESIDENTIAL, SECONDARY, TERTIARY, TRACK
from onecity.cityscape.skeleton import Lines

NARROWEST = 75.0  # metres of a block
RURAL = 0.2  # urbanity below which land is mostly fields
DEEPEST = 14  # cuts


@dataclass(frozen=True, slots=True)
class Boxes:
    """Around each shape the smallest rectangle, however turned: its middle, long axis, and sides in metres."""

    middle: Floats
    axis: Floats
    length: Floats
    width: Floats


def boxes_of(shapes: Shapes) -> Boxes:
    """The rectangles of polygons."""
    rings = shapely.get_coordinates(shapely.oriented_envelope(shapes)).reshape(-1, 5, 2)
    one, other = rings[:, 1] - rings[:, 0], rings[:, 2] - rings[:, 1]
    lengths = np.stack([np.linalg.norm(one, axis=1), np.linalg.norm(other, axis=1)])
    is_first = lengths[0] >= lengths[1]
    axis = np.where(is_first[:, None], one, other)
    longest = np.maximum(lengths.max(axis=0), 1e-9)
    return Boxes(rings[:, :4].mean(axis=1), axis / longest[:, None], longest, lengths.min(axis=0))


def target_area(urban: Floats) -> Floats:
    """Square metres of a block: 2 hectares in the middle, 90 among fields."""
    return np.interp(urban, [0, RURAL, 0.34, 0.55, 0.8, 1.0], [900e3, 420e3, 96e3, 60e3, 38e3, 21e3])


def split(land: Shapes, urbanity: Urbanity, rng: np.random.Generator, lines: Lines) -> Shapes:
    """Blocks; the streets between them are added to ``lines``."""
    done: list[Shapes] = []
    for _ in range(DEEPEST):
        if not len(land):
            break
        urban = urbanity.at(shapely.get_coordinates(shapely.centroid(land)))
        boxes, area = boxes_of(land), shapely.area(land)
        small = area < target_area(urban) * rng.uniform(0.75, 1.9, len(land))
        final = small | (boxes.width < NARROWEST) | (boxes.length < 1.6 * NARROWEST)
        done.append(land[final])
        cut = ~final
        land = _cut(land[cut], boxes_of(land[cut]), area[cut], urban[cut], rng, lines) if cut.any() else land[:0]
    return np.concatenate([*done, land])


def _cut(land: Shapes, boxes: Boxes, area: Floats, urban: Floats, rng: np.random.Generator, lines: Lines) -> Shapes:
    """Both halves of each; the cut becomes a street."""
    count = len(land)
    lean = rng.normal(0, 0.06, count)
    along = _turned(boxes.axis, lean)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    reach = (boxes.length + boxes.width)[:, None]
    start = boxes.middle + boxes.axis * (boxes.length * rng.uniform(-0.13, 0.13, count))[:, None]
    one, other = start - across * reach, start + across * reach
    streets = shapely.intersection(shapely.linestrings(np.stack([one, other], axis=1)), land)
    for street, size, value in zip(streets, area, urban, strict=True):
        lines.add(street, _rank(size, value))
    halves = [
        shapely.intersection(land, shapely.polygons(np.stack([one, other, other + side, one + side], axis=1)))
        for side in (along * reach, -along * reach)
    ]
    parts = shapely.get_parts(np.concatenate(halves))
    kept: Shapes = parts[(shapely.get_dimensions(parts) == 2) & (shapely.area(parts) > 900)]
    return kept


def _turned(axis: Floats, angle: Floats) -> Floats:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([axis[:, 0] * cos - axis[:, 1] * sin, axis[:, 0] * sin + axis[:, 1] * cos], axis=1)


def _rank(area: float, urban: float) -> int:
    """The rank of the street that cuts an area, square metres."""
    if urban < RURAL:
        return TRACK if area < 1.6e6 else TERTIARY
    if area > 700e3:
        return SECONDARY
    return TERTIARY if area > 160e3 else RESIDENTIAL
