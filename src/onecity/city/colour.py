"""Whether a colour can be read."""

import re

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of ``#rrggbb`` against white (WCAG 2.2, relative luminance).

    >>> contrast_on_white("#000000")
    21.0
    """
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def is_colour(text: str) -> bool:
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None
