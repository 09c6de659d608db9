"""Speech to text, behind an interface. What is not heard for sure, an operator listens to and writes down.

English is heard by a packaged model. A city names another way with ``ONECITY_HEARING`` (``module:function``; the
function gives something that hears), or none with ``ONECITY_HEARING=none``.
"""

import logging
import os
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Heard:
    """``sureness`` is 0 to 1. Words below the city's threshold are not used."""

    words: str
    sureness: float


NOTHING = Heard("", 0.0)
SURE_ENOUGH = 0.8
log = logging.getLogger(__name__)


class Hearing(Protocol):
    """Turns a recording into words."""

    def hear(self, wav: bytes, language: str) -> Heard:
        """``wav``: 16 bit, one channel, 8,000 samples a second (or the provider's); ``language``: en, zh, or empty."""
        ...


class Nobody:
    """Hears nothing, and says so."""

    def hear(self, wav: bytes, language: str) -> Heard:  # noqa: ARG002
        return NOTHING


@cache
def hearing() -> Hearing:
    """What this city hears with."""
    named = os.environ.get("ONECITY_HEARING", "")
    if not named:
        return _packaged()
    if named == "none":
        return Nobody()
    module, _, function = named.partition(":")
    made: Hearing = getattr(import_module(module), function)()
    return made


def _packaged() -> Hearing:
    from onecity.telephone.english import EnglishHearing, weights  # loads what only the worker needs

    folder = weights()
    return EnglishHearing(folder) if folder else Nobody()


def heard_in(wav: bytes, language: str) -> Heard:
    """What was said, if the machine is sure enough; else nothing, and an operator listens. It never fails.

    Why 0.8: of 18 English recordings after a telephone line, 14 were at least so sure (without noise: 0.80 to 0.97).
    Chinese, French and Russian had 0.55 at most, a robot's Chinese 0.70, noise, babble, speech backwards, tones and
    music 0.76. Of what was taken, also with noise, 7 words of 100 were wrong; hence the mark in the console.
    """
    try:
        heard = hearing().hear(wav, language)
    except Exception as error:  # noqa: BLE001  whatever the model or a city's own ears do: the voicemail goes on
        log.error("A voicemail was not heard by the machine; an operator listens (%s)", type(error).__name__)
        return NOTHING
    return heard if heard.words.strip() and heard.sureness >= SURE_ENOUGH else NOTHING
