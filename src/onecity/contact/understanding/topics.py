"""Which topic: meaning and wording together, with a probability that keeps its word.

The meaning is learnt by ``onecity contact train``; the wording comes from the city's folder as it is now. A city that
has not trained yet goes by the wording alone.
"""

import time
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np

from onecity.contact import releases
from onecity.contact.models import TopicModel
from onecity.contact.understanding.fitting import Matrix, log_softmax
from onecity.contact.understanding.language import language_of
from onecity.contact.understanding.meaning import ENGLISH, Meaning, Vectors, read_again, read_once, unpacked
from onecity.contact.understanding.understood import Guess
from onecity.contact.understanding.wording import Numbers, Wording, wording_of

BEST = 3
LOOK_EVERY = 30.0  # seconds between two looks for a newer model
WORDING = 20.0  # weight of a cosine of wording beside the logarithm of a probability of meaning
ALONE = 30.0  # the same where no meaning was learnt
NO_DOUBT = 0.5  # a probability from which on reading again gains nothing on messages held out


@dataclass(frozen=True, slots=True)
class Held:
    """What a process keeps: of which release and model, and since when nobody looked again."""

    release: int
    model: UUID | None
    looked: float
    wording: Wording
    meaning: Meaning | None
    warmth: tuple[float, ...] = (1.0, 1.0)
    """Divide the scores, so that probabilities are neither too sure nor too shy: where one encoder read, where two."""


_held: Held | None = None


def guess_topics(words: str) -> tuple[Guess, ...]:
    """The three most probable topics, the best first; none in a city without topics or for words that say nothing."""
    held = current()
    wording = held.wording.scores(words)
    if not held.wording.topics or not (wording.any() or held.meaning):
        return ()
    chances = _chances(held, words, wording)[0]
    return tuple((held.wording.topics[n], round(float(chances[n]), 4)) for n in np.argsort(-chances)[:BEST])


def _chances(held: Held, words: str, wording: Numbers) -> Matrix:
    """One row of them. English is read by its own encoder only when the quicker one leaves a doubt."""
    once = read_once([words]) if held.meaning else None
    chances = chances_of(held, once, wording[None, :])
    if once is None or chances.max() >= NO_DOUBT or language_of(words) != ENGLISH:
        return chances
    return chances_of(held, read_again([words], once), wording[None, :])


def chances_of(held: Held, vectors: Vectors | None, wording: Numbers) -> Matrix:
    """Probabilities: a row for each text, a column for each topic of the folder."""
    shared, english = held.warmth
    warmth = np.where(vectors.is_english, english, shared)[:, None] if vectors else shared
    return np.asarray(np.exp(log_softmax(scores(held, vectors, wording) / warmth)), dtype=np.float32)


def scores(held: Held, vectors: Vectors | None, wording: Numbers) -> Matrix:
    """A row for each text, a column for each topic of the folder. One not learnt yet has the least meaning of all."""
    if held.meaning is None or vectors is None:
        return np.asarray(ALONE * wording, dtype=np.float32)
    meaning = held.meaning.scores(vectors)
    number = {topic: place for place, topic in enumerate(held.meaning.topics)}
    places = [number.get(topic, -1) for topic in held.wording.topics]
    padded = np.hstack([meaning, meaning.min(axis=1, keepdims=True)])
    return np.asarray(WORDING * wording + padded[:, places], dtype=np.float32)


def current() -> Held:
    global _held  # noqa: PLW0603
    release = releases.release()
    if _held is None or _held.release != release or time.monotonic() - _held.looked > LOOK_EVERY:
        _held = _look(release, _held)
    return _held


def forget() -> None:
    """Look again at the next call (after training in this process, and in tests)."""
    global _held  # noqa: PLW0603
    _held = None


def _look(release: int, held: Held | None) -> Held:
    """What is in force now; what has not changed is kept."""
    newest = TopicModel.objects.order_by("-at").values_list("id", flat=True).first()
    wording = held.wording if held and held.release == release else wording_of(releases.current())
    if held and held.model == newest:
        return replace(held, release=release, looked=time.monotonic(), wording=wording)
    row = TopicModel.objects.defer("judged").get(id=newest) if newest else None
    meaning = unpacked(bytes(row.weights), row.topics) if row else None
    return Held(release, newest, time.monotonic(), wording, meaning, tuple(row.warmth) if row else (1.0, 1.0))
