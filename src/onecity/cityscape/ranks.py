"""The hierarchy of streets: what each rank is like."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rank:
    """``half`` metres from the middle to the houses' side, ``lanes`` in all, ``speed`` in km/h when free."""

    code: str
    half: float
    lanes: int
    speed: int
    lamps: float  # metres from one street light to the next; two rows stand on wide streets


RANKS = (
    Rank("ring", 34, 8, 80, 26),
    Rank("trunk", 26, 6, 70, 26),
    Rank("primary", 20, 6, 60, 28),
    Rank("secondary", 15, 4, 50, 30),
    Rank("tertiary", 11, 2, 40, 32),
    Rank("residential", 8, 2, 30, 36),
    Rank("track", 5, 1, 30, 60),
)
RING, TRUNK, PRIMARY, SECONDARY, TERTIARY, RESIDENTIAL, TRACK = range(len(RANKS))
