"""What the city makes of somebody's words."""

from dataclasses import dataclass

Guess = tuple[str, float]  # topic, probability


@dataclass(frozen=True, slots=True)
class Understood:
    """``guesses`` are at most three, the best first; ``is_sure`` says whether the best is good enough to act upon.

    ``public_words`` and ``public_place`` are what anybody may read: personal data and doors are taken out.
    """

    language: str
    guesses: tuple[Guess, ...] = ()
    is_sure: bool = False
    urgent: bool = False
    district: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    public_place: str = ""
    public_words: str = ""
