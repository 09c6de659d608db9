"""Which topic: words and their parts against what the city's folder says of each topic.

Every topic is the mean of its title, its phrases and its examples as TF-IDF of words and character n-grams; a message
belongs to the nearest (cosine), and the share of the nearest among all is its probability.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np

from onecity.contact import releases
from onecity.contact.definition import Centre, Topic

SHARPNESS = 22.0  # of the softmax: fitted so that a probability is about the share of right answers
WORD = re.compile(r"[a-z']+|[\u3400-\u9fff]+")
BEST = 3


@dataclass(frozen=True, slots=True)
class Model:
    """Topics by number; for each feature its weight and the topics that have it."""

    topics: tuple[str, ...]
    weights: dict[str, float]
    having: dict[str, tuple[np.ndarray, np.ndarray]]


_held: tuple[int, Model] | None = None


def guess_topics(words: str) -> tuple[tuple[str, float], ...]:
    """The three most probable topics, the best first; none in a city without topics or for words that say nothing."""
    model = _model()
    scores = np.zeros(len(model.topics))
    vector = _unit({f: n * model.weights[f] for f, n in Counter(features(words)).items() if f in model.weights})
    if not vector:
        return ()
    for feature, value in vector.items():
        numbers, values = model.having[feature]
        scores[numbers] += value * values
    chances = np.exp(SHARPNESS * (scores - scores.max()))
    chances /= chances.sum()
    return tuple((model.topics[n], round(float(chances[n]), 4)) for n in np.argsort(-chances)[:BEST])


def features(words: str) -> Iterator[str]:
    """Words, pairs of words, and pieces of words; of Chinese the single characters, pairs and threes."""
    runs = WORD.findall(words.lower())
    latin = [run for run in runs if run.isascii()]
    yield from latin
    yield from (f"{a} {b}" for a, b in pairwise(latin))
    for run in latin:
        yield from (f"#{run[i : i + 4]}" for i in range(len(run) - 3))
    for run in runs:
        if not run.isascii():
            for size in (1, 2, 3):
                yield from (run[i : i + size] for i in range(len(run) - size + 1))


def _model() -> Model:
    global _held  # noqa: PLW0603
    release = releases.release()
    if _held is None or _held[0] != release:
        _held = (release, build(releases.current()))
    return _held[1]


def build(centre: Centre) -> Model:
    """The model of a centre, from its folder alone."""
    said = {code: [Counter(features(text)) for text in texts_of(topic)] for code, topic in centre.topics.items()}
    weights = _rarity([counts for all_ in said.values() for counts in all_])
    prototypes = [_mean([_weighted(counts, weights) for counts in all_]) for all_ in said.values()]
    having: dict[str, tuple[list[int], list[float]]] = {}
    for number, prototype in enumerate(prototypes):
        for feature, value in prototype.items():
            numbers, values = having.setdefault(feature, ([], []))
            numbers.append(number)
            values.append(value)
    arrays = {feature: (np.array(numbers), np.array(values)) for feature, (numbers, values) in having.items()}
    return Model(tuple(said), weights, arrays)


def texts_of(topic: Topic) -> list[str]:
    """What is said of a topic in the folder: its titles, phrases and examples."""
    phrases = [phrase for said in (topic.words, topic.examples) for texts in said.values() for phrase in texts]
    return [*topic.title.values(), *phrases]


def _rarity(documents: list[Counter[str]]) -> dict[str, float]:
    """Inverse document frequency."""
    counts = Counter(feature for document in documents for feature in document)
    return {feature: log(1 + len(documents) / count) for feature, count in counts.items()}


def _weighted(counts: Counter[str], weights: dict[str, float]) -> dict[str, float]:
    return _unit({feature: count * weights[feature] for feature, count in counts.items()})


def _mean(vectors: list[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for vector in vectors:
        for feature, value in vector.items():
            total[feature] = total.get(feature, 0.0) + value
    return _unit(total)


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sum(value * value for value in vector.values()) ** 0.5
    return {feature: value / length for feature, value in vector.items()} if length else {}
