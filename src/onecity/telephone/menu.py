"""The spoken menu, as a pure machine: what is said, and where a key leads. All lines walk through the same one.

First the language; then 1 report or ask, 2 status of a report, 3 call me back, 0 an operator. Whoever presses nothing,
and cannot, comes to the voicemail: nobody is sent away because of a telephone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Place = Literal["language", "menu", "number", "record", "call-back", "operator", "bye"]
REPEATS = 2  # how often a question is asked again
KEYS_OF_NUMBER = 9
MENU: dict[str, Place] = {"1": "record", "2": "number", "3": "call-back", "0": "operator"}


@dataclass(frozen=True, slots=True)
class At:
    """Where a caller stands: ``said`` are prompts to be played, in order, before keys are waited for."""

    place: Place
    language: str
    said: tuple[str, ...] = ()
    asked: int = 0  # how often already


def start(languages: Sequence[str]) -> At:
    """The first words. A city of one language asks for none."""
    if len(languages) == 1:
        return At("menu", languages[0], ("welcome", "menu"))
    return At("language", languages[0], ("welcome", "language"))


def after_keys(at: At, keys: str, languages: Sequence[str]) -> At:
    """Where what was pressed leads; ``keys`` is empty when nothing was."""
    if at.place == "language":
        return _language(at, keys, languages)
    if at.place == "menu":
        return _menu(at, keys)
    return At("menu", at.language, ("menu",))


def keys_wanted(place: Place) -> int:
    """After how many keys nothing more is waited for."""
    return KEYS_OF_NUMBER if place == "number" else 1


def after_status(at: At, state: str) -> At:
    """Back to the menu with what was found (a state of a report), or with that nothing was."""
    if state:
        return At("menu", at.language, (f"state-{state}", "menu"))
    if at.asked >= REPEATS:
        return At("menu", at.language, ("number-unknown", "menu"))
    return At("number", at.language, ("number-unknown", "number"), at.asked + 1)


def after_call_back(at: At, *, promised: bool) -> At:
    """Goodbye; without a number to call, the voicemail takes it."""
    return (
        At("bye", at.language, ("will-call", "bye")) if promised else At("record", at.language, ("no-number", "record"))
    )


def after_operator(at: At, *, spoken: bool, promised: bool) -> At:
    """After an operator was tried. Spoken to: nothing more to say. Else a call back, or the voicemail."""
    if spoken:
        return At("bye", at.language)
    if promised:
        return At("record", at.language, ("operator-busy", "will-call", "record-too"))
    return At("record", at.language, ("operator-busy", "record"))


def after_record(at: At, *, kept: bool) -> At:
    return At("bye", at.language, ("recorded" if kept else "not-recorded", "bye"))


def _language(at: At, keys: str, languages: Sequence[str]) -> At:
    if keys.isdecimal() and keys.isascii() and 1 <= int(keys) <= len(languages):
        return At("menu", languages[int(keys) - 1], ("menu",))
    if at.asked < REPEATS:
        return replace(at, said=("language",), asked=at.asked + 1)
    return At("menu", at.language, ("menu",))


def _menu(at: At, keys: str) -> At:
    if place := MENU.get(keys):
        return At(place, at.language, (place,) if place in ("record", "number") else ())
    if at.asked < REPEATS:
        said = ("unknown-key", "menu") if keys else ("menu",)
        return replace(at, said=said, asked=at.asked + 1)
    return At("record", at.language, ("record",))
