"""Learning which words mean which topic: from the city's folder, and from every choice that a person made."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

import numpy as np
from django.utils.translation import gettext as _

from onecity.common.errors import Refusal
from onecity.contact import releases
from onecity.contact.definition import Centre, Topic
from onecity.contact.models import ContactRequest, TopicModel
from onecity.contact.understanding import topics
from onecity.contact.understanding.meaning import Linear, fit, packed, vectors_of
from onecity.contact.understanding.topics import Held, probabilities
from onecity.contact.understanding.understood import SURE
from onecity.contact.understanding.wording import Numbers, texts_of, wording_of

MOST = 20_000  # choices of people, the newest
ONE_IN = 5  # of the choices are held out
WORSE = 0.005  # share of right answers that may be lost to chance
WARMTHS = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sample:
    words: str
    topic: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares from 0 to 1. ``sure``: how often the machine decides alone; ``right_when_sure``: how often rightly."""

    count: int
    best: float
    among_three: float
    sure: float
    right_when_sure: float


class TooFewExamples(Refusal):
    """Nothing could be held out, so nobody could tell how right a model is."""

    code = "too-few-examples"


@dataclass(frozen=True, slots=True)
class Training:
    """``before`` is the model that was in force, on the same contacts; none when there was none."""

    samples: int
    corrections: int
    after: Accuracy
    before: Accuracy | None
    installed: bool


def train(say: Say) -> Training:
    """Train on all but the held-out contacts, compare with the model in force, and install what is not worse."""
    centre = releases.current()
    folder, held_out = split(centre)
    choices, chosen_out = _split_choices(centre)
    tested = [*held_out, *chosen_out]
    if not tested:
        raise TooFewExamples(_("No topic has three examples."), next_step=_("Write some in contact/topics/."))
    say(f"Reading {len(folder) + len(choices):,} texts about {len(centre.topics)} topics …")
    new = _fitted(centre, [*folder, *choices], tested)
    after, before = measured(new, tested), _before(centre, tested)
    installed = before is None or after.best >= before.best - WORSE
    if installed:
        _install(new, after)
    return Training(len(folder) + len(choices) + len(tested), len(choices) + len(chosen_out), after, before, installed)


def split(centre: Centre) -> tuple[list[Sample], list[Sample]]:
    """What the folder says, and one example of each topic and language that is held out of it, always the same ones."""
    kept: list[Sample] = []
    out: list[Sample] = []
    for topic in centre.topics.values():
        held = {min(said, key=_lot) for said in topic.examples.values() if len(said) > 2}
        out += [Sample(text, topic.code) for text in sorted(held)]
        kept += [Sample(text, topic.code) for text in _said_of(topic, centre) if text not in held]
    return kept, out


def _lot(text: str) -> bytes:
    """Draws lots among texts; a text keeps its lot, whatever is added beside it."""
    return sha256(text.encode()).digest()


def measured(held: Held, tested: Sequence[Sample]) -> Accuracy:
    """How right a model is on contacts that it has not seen."""
    chances = _chances(held, tested)
    order = np.argsort(-chances, axis=1)
    wanted = np.array([held.wording.topics.index(sample.topic) for sample in tested])
    right = order[:, 0] == wanted
    sure = chances.max(axis=1) >= SURE
    three = (order[:, :3] == wanted[:, None]).any(axis=1)
    rightly = float(right[sure].mean()) if sure.any() else 0.0
    return Accuracy(len(tested), float(right.mean()), float(three.mean()), float(sure.mean()), rightly)


def _fitted(centre: Centre, seen: Sequence[Sample], tested: Sequence[Sample]) -> Held:
    """A model that knows nothing of the held-out contacts but how warm its scores have to be."""
    known = {sample.words for sample in tested}
    wording = wording_of(centre, without=known)
    linear = _linear(centre, seen)
    held = Held(0, None, 0.0, wording, linear, 1.0)
    return min((_warmed(held, warmth) for warmth in WARMTHS), key=lambda each: _surprise(each, tested))


def _linear(centre: Centre, seen: Sequence[Sample]) -> Linear:
    codes = tuple(centre.topics)
    number = {code: place for place, code in enumerate(codes)}
    return fit(vectors_of([s.words for s in seen]), np.array([number[s.topic] for s in seen]), codes)


def _warmed(held: Held, warmth: float) -> Held:
    return Held(held.release, held.model, held.looked, held.wording, held.linear, warmth)


def _surprise(held: Held, tested: Sequence[Sample]) -> float:
    """The mean negative logarithm of what was given to the right topic."""
    chances = _chances(held, tested)
    wanted = [held.wording.topics.index(sample.topic) for sample in tested]
    return float(-np.log(chances[np.arange(len(tested)), wanted] + 1e-9).mean())


def _chances(held: Held, tested: Sequence[Sample]) -> Numbers:
    vectors = vectors_of([sample.words for sample in tested])
    meanings = held.linear.scores(vectors) if held.linear else [None] * len(tested)
    pairs = zip(tested, meanings, strict=True)
    return np.array([probabilities(held, held.wording.scores(sample.words), meaning) for sample, meaning in pairs])


def _before(centre: Centre, tested: Sequence[Sample]) -> Accuracy | None:
    """The model in force on the same contacts, which it has not seen either; none when it knows other topics."""
    now = topics.current()
    return measured(now, tested) if now.linear and set(now.linear.topics) == set(centre.topics) else None


def _install(held: Held, report: Accuracy) -> None:
    """What is put in force is what was measured: held-out contacts stay unseen, for the next comparison too."""
    if held.linear is not None:
        weights, codes = packed(held.linear.weights), list(held.linear.topics)
        TopicModel.objects.create(topics=codes, weights=weights, warmth=held.warmth, report=asdict(report))
    topics.forget()


def _said_of(topic: Topic, centre: Centre) -> list[str]:
    """What the folder says of a topic, with the titles and phrases of the articles that answer it."""
    articles = [centre.articles[code] for code in topic.answers if code in centre.articles]
    titles = [text for article in articles for text in article.title.values()]
    phrases = [text for article in articles for said in article.words.values() for text in said]
    return list(dict.fromkeys([*texts_of(topic), *titles, *phrases]))


def _split_choices(centre: Centre) -> tuple[list[Sample], list[Sample]]:
    """What people chose; every fifth is held out, by its number, so that it stays held out."""
    rows = ContactRequest.objects.filter(topic_by__in=("operator", "agency"), topic__in=list(centre.topics))
    found = list(rows.order_by("-at").values_list("words", "topic", "number")[:MOST])
    kept = [Sample(words, topic) for words, topic, number in found if not _is_out(number)]
    return kept, [Sample(words, topic) for words, topic, number in found if _is_out(number)]


def _is_out(number: str) -> bool:
    return sum(map(ord, number)) % ONE_IN == 0
