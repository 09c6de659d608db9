"""A city's two colours become the family's tokens, by day and by night. Pure."""

import colorsys
from collections.abc import Mapping

WHITE, BLACK = "#ffffff", "#000000"
NIGHT = "#16222a"  # --surface of the dark theme in tokens.scss
READABLE = 7.0  # contrast that the accent has at night
CALM = 0.72  # of the strength that a colour has by day


def style_sheet(accent: str, warm: str) -> str:
    """The text of /city.css."""
    night = "".join(f"    {line}\n" for line in _lines(night_tokens(accent, warm)))
    day = "".join(f"  {line}\n" for line in _lines(day_tokens(accent, warm)))
    return f":root {{\n{day}}}\n@media (prefers-color-scheme: dark) {{\n  :root {{\n{night}  }}\n}}\n"


def day_tokens(accent: str, warm: str) -> dict[str, str]:
    """``onecity check`` has made sure that both colours can be read on white."""
    return {
        "--brand": accent,
        "--accent": accent,
        "--accent-strong": mix(accent, BLACK, 0.26),
        "--accent-soft": mix(accent, WHITE, 0.9),
        "--accent-mist": mix(accent, WHITE, 0.8),
        "--on-accent": WHITE,
        "--warm": warm,
        "--warm-soft": mix(warm, WHITE, 0.9),
        "--focus": warm,
    }


def night_tokens(accent: str, warm: str) -> dict[str, str]:
    """The same colours lightened until they can be read on the dark surface."""
    light = readable_on(accent, NIGHT)
    return {
        "--accent": light,
        "--accent-strong": mix(light, WHITE, 0.35),
        "--accent-soft": mix(accent, NIGHT, 0.62),
        "--accent-mist": mix(accent, NIGHT, 0.4),
        "--on-accent": mix(accent, BLACK, 0.6),
        "--warm": readable_on(warm, NIGHT),
        "--warm-soft": mix(warm, NIGHT, 0.8),
        "--focus": mix(readable_on(warm, NIGHT), WHITE, 0.2),
    }


def readable_on(colour: str, ground: str) -> str:
    """The same hue, as light as it needs to be, and a little calmer."""
    hue, lightness, strength = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    steps = (lightness + (1 - lightness) * step / 40 for step in range(40))
    shades = (_hex(colorsys.hls_to_rgb(hue, light, strength * CALM)) for light in steps)
    return next((shade for shade in shades if contrast(shade, ground) >= READABLE), WHITE)


def mix(colour: str, other: str, share: float) -> str:
    """A share of another colour mixed into a colour, in sRGB.

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _lines(tokens: Mapping[str, str]) -> list[str]:
    return [f"{name}: {value};" for name, value in tokens.items()]
