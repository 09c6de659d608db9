"""How well a voicemail is heard: English read aloud, after a round trip over a telephone line (300 to 3,400 Hz, G.711).

    python bench/hearing.py

The recordings come with the package of the model (Dickens, "A Tale of Two Cities"; Beckett, "Worstward Ho"): two
speakers, so this is an indication. Noise, tones, music and speech backwards must give no words.
"""

import re
import resource
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
all going direct to Heaven, we were all going direct the other way - in short, the period was so far like the present
period, that some of its noisiest authorities insisted on its being received, for good or for evil, in the superlative
degree of comparison only"""
TRIED = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
READ = {"two_cities.wav": SAID, "beckett.wav": TRIED}
LINES = {"": (1, None), ", a quiet caller": (0.2, None), ", some noise": (1, 20), ", much noise": (1, 10)}  # decibels
SECONDS = 120  # of a long voicemail


def measure() -> Iterator[str]:
    """The lines of a table."""
    folder = weights()
    if folder is None:
        return
    ears = EnglishHearing(folder)
    yield "| hearing | words wrong | sureness | taken at 0.8 |".replace("0.8", str(SURE_ENOUGH))
    yield "|---|--:|--:|--:|"
    for name, said in READ.items():
        sound = _over_the_line((folder.parent / name).read_bytes())
        yield from (_row(ears, name + how, _spoilt(sound, *line), said) for how, line in LINES.items())
    sound = _over_the_line((folder.parent / "two_cities.wav").read_bytes())
    yield from (_row(ears, name, noise, "") for name, noise in [*_noises(), *_no_speech(sound)])
    yield _long(ears, sound)


def _row(ears: EnglishHearing, name: str, sound: bytes, said: str) -> str:
    heard = ears.hear(sound, "en")
    wrong = f"{_wrong(said, heard.words):.0%}" if said else ""
    return f"| {name} | {wrong} | {heard.sureness:.2f} | {'yes' if heard.sureness >= SURE_ENOUGH else 'no'} |"


def _long(ears: EnglishHearing, sound: bytes) -> str:
    samples, rate = samples_of(sound)
    spoken = _line(np.resize(np.array(samples, float), SECONDS * rate))
    began = time.process_time()
    ears.hear(spoken, "en")
    taken, most = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"| {SECONDS} seconds of speech: {taken:.1f} s of one core, {most} MB the whole process at most | | | |"


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


def _no_speech(sound: bytes) -> Iterator[tuple[str, bytes]]:
    lots, moments = np.random.default_rng(5), np.arange(12 * RATE) / RATE
    pitch = lots.choice([262, 294, 330, 349, 392, 440, 494, 523], 48).repeat(len(moments) // 48)
    yield "music", _line(5000 * np.exp(-3 * (moments * 4 % 1)) * np.sin(2 * np.pi * np.cumsum(pitch) / RATE))
    swell = 1 + np.sin(2 * np.pi * 6 * moments)
    yield "noise that swells as speech does", _line(1500 * swell * lots.normal(0, 1, len(moments)))
    yield "speech backwards", _line(np.array(samples_of(sound)[0], float)[::-1])


def _spoilt(sound: bytes, loudness: float, ratio: float | None) -> bytes:
    """Quieter, or with white noise so many decibels below the speech."""
    samples = np.array(samples_of(sound)[0], float) * loudness
    if ratio is None:
        return _line(samples)
    level = np.sqrt((samples**2).mean()) / 10 ** (ratio / 20)
    return _line((samples + np.random.default_rng(3).normal(0, level, len(samples))) / 2)


def _wrong(said: str, heard: str) -> float:
    """Word error rate: words to put in, leave out or exchange, of those that were said."""
    right, found = (re.findall(r"[a-z']+", text.lower()) for text in (said, heard))
    row = list(range(len(found) + 1))
    for number, word in enumerate(right, 1):
        before, row = row, [number]
        for place, other in enumerate(found):
            row.append(min(before[place + 1] + 1, row[place] + 1, before[place] + (word != other)))
    return row[-1] / len(right)


if __name__ == "__main__":
    print("\n".join(measure()))
