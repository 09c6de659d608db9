"""Speech to text, behind an interface. No model is shipped: an operator listens and writes down what she hears.

A city names its own with ``ONECITY_HEARING`` (``module:function``); the function gives something that hears.
"""

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


class Hearing(Protocol):
    """Turns a recording into words."""

    def hear(self, wav: bytes, language: str) -> Heard:
        """``wav``: 16 bit, one channel, 8,000 samples a second (or the provider's); ``language``: en, zh, or empty."""
        ...


class Nobody:
    """Hears nothing, and says so."""

    def hear(self, wav: bytes, language: str) -> Heard:  # noqa: ARG002
        return Heard("", 0.0)


SURE_ENOUGH = 0.6


@cache
def hearing() -> Hearing:
    """What this city hears with."""
    named = os.environ.get("ONECITY_HEARING", "")
    if not named:
        return Nobody()
    module, _, function = named.partition(":")
    made: Hearing = getattr(import_module(module), function)()
    return made


def words_of(wav: bytes, language: str) -> str:
    """What was said, if the machine is sure enough; else nothing, and an operator listens."""
    heard = hearing().hear(wav, language)
    return heard.words.strip() if heard.sureness >= SURE_ENOUGH else ""
