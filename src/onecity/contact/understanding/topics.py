"""Which topic: meaning and wording together, with a probability that keeps its word.

The meaning is a linear model, trained by ``onecity contact train``; the wording comes from the city's folder as it is
now. A city that has not trained yet goes by the wording alone.
"""

import time
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np

from onecity.contact import releases
from onecity.contact.models import TopicModel
from onecity.contact.understanding.meaning import Linear, log_softmax, unpacked, vectors_of
from onecity.contact.understanding.understood import Guess
from onecity.contact.understanding.wording import Numbers, Wording, wording_of

BEST = 3
LOOK_EVERY = 30.0  # seconds between two looks for a newer model
WORDING = 10.0  # weight of a cosine of wording beside the logarithm of a probability of meaning
ALONE = 30.0  # the same where there is no linear model


@dataclass(frozen=True, slots=True)
class Held:
    """What a process keeps: of which release and model, and until when nobody looks again."""

    release: int
    model: UUID | None
    looked: float
    wording: Wording
    linear: Linear | None
    warmth: float  # divides the scores, so that probabilities are neither too sure nor too shy


_held: Held | None = None


def guess_topics(words: str) -> tuple[Guess, ...]:
    """The three most probable topics, the best first; none in a city without topics or for words that say nothing."""
    held = current()
    wording = held.wording.scores(words)
    if not held.wording.topics or not (wording.any() or held.linear):
        return ()
    meaning = held.linear.scores(vectors_of([words]))[0] if held.linear else None
    chances = probabilities(held, wording, meaning)
    return tuple((held.wording.topics[n], round(float(chances[n]), 4)) for n in np.argsort(-chances)[:BEST])


def probabilities(held: Held, wording: Numbers, meaning: Numbers | None) -> Numbers:
    """Of every topic of the folder. One that the model does not know yet has the least meaning of all."""
    if held.linear is None or meaning is None:
        scores = ALONE * wording
    else:
        known = dict(zip(held.linear.topics, meaning, strict=True))
        least = float(np.min(meaning))
        scores = WORDING * wording + np.array([known.get(topic, least) for topic in held.wording.topics])
    return np.asarray(np.exp(log_softmax((scores / held.warmth)[None, :].astype(np.float32)))[0], dtype=np.float64)


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
    row = TopicModel.objects.get(id=newest) if newest else None
    linear = Linear(tuple(row.topics), unpacked(bytes(row.weights))) if row else None
    return Held(release, newest, time.monotonic(), wording, linear, row.warmth if row else 1.0)
