"""Tones, for what no city has recorded: a signal that can be told from every other, and the beep before a recording."""

import math
from array import array
from functools import cache

from onecity.telephone.answerer.sound import RATE

BEEP = ((880.0, 0.4),)
LOUD = 8000  # of 32,767
SIGNALS = {  # Hz and seconds; a question rises, a refusal falls
    "welcome": ((523.0, 0.2), (659.0, 0.2), (784.0, 0.3)),
    "language": ((784.0, 0.15), (0.0, 0.1), (784.0, 0.15)),
    "menu": ((523.0, 0.15), (0.0, 0.1), (659.0, 0.15), (0.0, 0.1), (784.0, 0.15)),
    "unknown-key": ((330.0, 0.4),),
    "number": ((659.0, 0.15), (784.0, 0.3)),
    "number-unknown": ((392.0, 0.2), (330.0, 0.4)),
    "operator-busy": ((440.0, 0.25), (0.0, 0.25), (440.0, 0.25)),
    "bye": ((784.0, 0.2), (659.0, 0.2), (523.0, 0.3)),
}


@cache
def signal(code: str) -> "array[int]":
    """What is heard instead of a sentence."""
    return tones(SIGNALS.get(code, ((587.0, 0.25),)))


@cache
def beep() -> "array[int]":
    return tones(BEEP)


def tones(parts: "tuple[tuple[float, float], ...]") -> "array[int]":
    """One after the other; 0 Hz is silence. Swells and fades within 10 ms, so that nothing clicks."""
    samples = array("h")
    for hertz, seconds in parts:
        count, ramp = int(RATE * seconds), RATE // 100
        for step in range(count):
            swell = min(1.0, step / ramp, (count - step) / ramp)
            samples.append(int(LOUD * swell * math.sin(2 * math.pi * hertz * step / RATE)))
    return samples
