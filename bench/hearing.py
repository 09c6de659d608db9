"""How well a voicemail is heard: English read aloud, after a round trip over a telephone line (300 to 3,400 Hz, G.711).

    python bench/hearing.py

The recording comes with the package of the model (Dickens, "A Tale of Two Cities", 1859); it is one speaker, so this is
an indication. Noise and tones must give no words.
"""

import difflib
import re
import time
from array import array
from collections.abc import Iterator

import numpy as np

from onecity.telephone.answerer.sound import RATE, encode, samples_of, wav
from onecity.telephone.english import EnglishHearing, weights
from onecity.telephone.hearing import SURE_ENOUGH

SAID = """It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness,
it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season of Darkness,
it was the spring of hope, it was the winter of despair, we had everything before us, we had nothing before us, we were
all going direct to Heaven, we were all going direct the other way"""


def measure() -> Iterator[str]:
    """The lines of a table."""
    folder = weights()
    if folder is None:
        return
    ears, sound = EnglishHearing(folder), _over_the_line((folder.parent / "two_cities.wav").read_bytes())
    began = time.perf_counter()
    heard = ears.hear(sound, "en")
    taken = time.perf_counter() - began
    yield "| hearing, one core | words wrong | sureness | seconds for a minute |"
    yield "|---|--:|--:|--:|"
    pace = taken / _minutes(sound)
    yield f"| read aloud over a telephone line | {_wrong(heard.words):.0%} | {heard.sureness:.2f} | {pace:.1f} |"
    for name, noise in _noises():
        result = ears.hear(noise, "en")
        sure = result.sureness >= SURE_ENOUGH and bool(result.words)
        yield f"| {name}: {'WORDS' if sure else 'no words'} | | {result.sureness:.2f} | |"


def _over_the_line(data: bytes) -> bytes:
    samples, rate = samples_of(data)
    spectrum, pitch = np.fft.rfft(np.array(samples)), np.fft.rfftfreq(len(samples), 1 / rate)
    spectrum[(pitch < 300) | (pitch > 3400)] = 0
    narrow = np.fft.irfft(spectrum, len(samples))
    times = np.arange(int(len(narrow) * RATE / rate)) * rate / RATE
    return _line(np.interp(times, np.arange(len(narrow)), narrow))


def _line(sound: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> bytes:
    return wav(encode(array("h", sound.clip(-32768, 32767).astype(np.int16).tolist()), "PCMU"), "PCMU")


def _noises() -> Iterator[tuple[str, bytes]]:
    lots, moments = np.random.default_rng(1), np.arange(10 * RATE) / RATE
    yield "silence", _line(np.zeros(10 * RATE))
    yield "noise", _line(lots.normal(0, 3000, 10 * RATE))
    yield "a dial tone", _line(6000 * np.sin(2 * np.pi * 425 * moments))
    yield "ringing", _line(9000 * np.sin(2 * np.pi * 425 * moments) * (moments % 4 < 1))


def _wrong(heard: str) -> float:
    """Word error rate of what was said above; the recording goes on after it."""
    said, found = (re.findall(r"[a-z']+", text.lower()) for text in (SAID, heard))
    blocks = difflib.SequenceMatcher(None, said, found[: len(said)], autojunk=False).get_matching_blocks()
    return 1 - sum(block.size for block in blocks) / len(said)


def _minutes(sound: bytes) -> float:
    samples, rate = samples_of(sound)
    return len(samples) / rate / 60


if __name__ == "__main__":
    print("\n".join(measure()))
