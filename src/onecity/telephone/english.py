"""English speech to text without a network: Moonshine tiny (MIT), 27 million parameters, on one core.

Jeffries et al., "Moonshine: Speech Recognition for Live Transcription and Voice Commands", 2024, arXiv 2410.15608.
"""

from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from onecity.telephone.answerer.sound import NoSound, samples_of
from onecity.telephone.hearing import NOTHING, Heard

Sound = NDArray[np.float32]
RATE = 16_000  # samples a second
LONGEST = 20  # seconds that are read at once; the model was made for less than 30
LONGEST_SOUND = 300  # seconds of a recording; a longer one an operator hears
RATES = range(8_000, 48_001)  # of recordings
FRAME = RATE // 50  # samples of the steps in which pauses are looked for
QUIET = 0.1  # share of the loudest steps' level below which nobody speaks
SOFTEST = 0.004  # level below which a recording is silence
USUAL = 0.1  # level to which quiet callers are raised
DOUBTFUL = 0.7  # sureness of a stretch below which the rest counts for nothing; noise and other languages are there
STEADY = 2.0  # speech rises and falls: what is never this much louder than at its softest is a tone or noise
FEWEST = 3  # words that say anything; of noise the model makes "Thank you"
TOKENS = 6.5  # a second at most, as its authors advise: more is a loop
LAYERS, HEADS, WIDTH = 6, 8, 36  # of the decoder
BEGIN, END = 1, 2


def weights() -> Path | None:
    """The folder of the packaged model; none where the package is not installed."""
    found = find_spec("moonshine_voice")  # its Python part, which wants a microphone, stays unused
    folders = list(found.submodule_search_locations or []) if found else []
    folder = Path(folders[0]) / "assets" / "tiny-en" if folders else None
    return folder if folder and (folder / "encoder_model.ort").exists() else None


class EnglishHearing:
    """Hears English only; of another language, noise or silence it says that it is not sure."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hear(self, wav: bytes, language: str) -> Heard:
        """``sureness`` is the geometric mean of the tokens' probabilities, or that of a doubtful stretch by itself."""
        if language not in ("", "en"):
            return NOTHING
        try:
            sound = _samples(wav)
        except NoSound:
            return NOTHING
        parts = [part for part in map(self._part, spoken_parts(sound)) if any(map(str.isalpha, part[0]))]  # no notes
        words = " ".join(text for text, _chances in parts)
        return Heard(words, _sureness([each for _text, each in parts])) if len(words.split()) >= FEWEST else NOTHING

    def _part(self, sound: Sound) -> tuple[str, list[float]]:
        """The words of one stretch, and the probability of each token."""
        here = np.ones((1, len(sound)), np.int64)
        hidden = self._encoder.run(None, {"input_values": sound[None, :], "attention_mask": here})[0]
        tokens, chances = [BEGIN], []
        heard = {"encoder_hidden_states": hidden, "encoder_attention_mask": here}
        past = self._nothing(hidden.shape[1])
        for step in range(int(len(sound) / RATE * TOKENS) + 2):
            logits, past = self._next(tokens[-1], heard, past, first=step == 0)
            chosen = int(logits.argmax())
            chances.append(float(1 / np.exp(logits - logits.max()).sum()))
            if chosen == END:
                break
            tokens.append(chosen)
        return self._text(tokens[1:]), chances

    def _next(
        self, token: int, heard: dict[str, Any], past: dict[str, Any], *, first: bool
    ) -> tuple[Sound, dict[str, Any]]:
        """What may follow a token, and what the decoder has seen so far; the encoder's part of it stays."""
        fed = {"input_ids": np.array([[token]], np.int64), "use_cache_branch": np.array([not first]), **heard, **past}
        logits, *seen = self._decoder.run(None, fed)
        kept = {name: value for name, value in zip(past, seen, strict=True) if first or ".decoder." in name}
        return np.asarray(logits[0, -1], np.float32), past | kept

    def _nothing(self, frames: int) -> dict[str, Any]:
        shape = {"decoder": 0, "encoder": frames}
        return {
            f"past_key_values.{layer}.{side}.{part}": np.zeros((1, HEADS, shape[side], WIDTH), np.float32)
            for layer in range(LAYERS)
            for side in ("decoder", "encoder")
            for part in ("key", "value")
        }

    def _text(self, tokens: list[int]) -> str:
        said = b"".join(self._vocabulary[token] for token in tokens if token > END)
        return said.decode("utf-8", "ignore").replace("▁", " ").strip()

    @cached_property
    def _encoder(self) -> Any:
        return self._session("encoder_model.ort")

    @cached_property
    def _decoder(self) -> Any:
        return self._session("decoder_model_merged.ort")

    def _session(self, name: str) -> Any:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self._folder / name), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _vocabulary(self) -> list[bytes]:
        return list(_entries((self._folder / "tokenizer.bin").read_bytes()))


def _sureness(parts: list[list[float]]) -> float:
    least = min(map(_mean, parts))
    return least if least < DOUBTFUL else _mean([chance for part in parts for chance in part])


def _mean(chances: list[float]) -> float:
    return float(np.exp(np.mean(np.log(chances))))


def _entries(data: bytes) -> Iterator[bytes]:
    """Tokens in order, each after its length: one byte, or two from 128 on; a length of 0 is a gap."""
    place = 0
    while place < len(data):
        length = data[place]
        place += 1
        if length >= 128:
            length += data[place] * 128 - 128
            place += 1
        yield data[place : place + length]
        place += length


def _samples(wav: bytes) -> Sound:
    """At 16,000 samples a second, from -1 to 1, by its spectrum. Raises ``NoSound``, also for what is too long."""
    samples, rate = samples_of(wav)
    if rate not in RATES or not rate // 50 <= len(samples) <= LONGEST_SOUND * rate:
        raise NoSound(f"at most {LONGEST_SOUND} seconds, at 8,000 to 48,000 samples a second, are heard.")
    sound = np.array(samples, np.float32) / 32768
    length = len(sound) * RATE // rate
    resampled = np.fft.irfft(np.fft.rfft(sound), length) * (length / len(sound))
    return np.asarray(resampled, dtype=np.float32)


def spoken_parts(sound: Sound) -> Iterator[Sound]:
    """Stretches of at most ``LONGEST`` seconds, cut where it is quietest; silence and steady sounds give none.

    A quiet caller is raised: the model was made for voices near a microphone.
    """
    levels = np.sqrt((sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME) ** 2).mean(axis=1))
    if not len(levels):
        return
    low, high = np.quantile(levels, (0.1, 0.95))
    if high < SOFTEST or high < STEADY * low:
        return
    sound = np.clip(sound * max(1.0, USUAL / high), -1, 1).astype(np.float32)
    loud = np.flatnonzero(levels > QUIET * high)
    start, end = max(loud[0] - 10, 0), min(loud[-1] + 10, len(levels))
    most = LONGEST * RATE // FRAME
    while end - start > most:
        half = start + most // 2
        cut = half + int(levels[half : start + most].argmin())
        yield sound[start * FRAME : cut * FRAME]
        start = cut
    yield sound[start * FRAME : end * FRAME]
