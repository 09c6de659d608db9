"""Which topic by the wording: words and their parts against what the city's folder says of each topic.

Every topic is the mean of its title, its phrases and its examples as TF-IDF of words and character n-grams; its score
for a message is the cosine between the two.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from onecity.contact.definition import Centre, Topic

WORD = re.compile(r"[a-z']+|[\u3400-\u9fff]+")


Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wording:
    """Topics by number; for each feature its weight, and the topics that have it with their shares."""

    topics: tuple[str, ...]
    weights: dict[str, float]
    having: dict[str, tuple[NDArray[np.int64], Numbers]]

    def scores(self, words: str) -> Numbers:
        """A cosine for each topic, 0 where nothing is shared."""
        scores = np.zeros(len(self.topics))
        counts = Counter(features(words))
        known = _unit({feature: n * self.weights[feature] for feature, n in counts.items() if feature in self.weights})
        for feature, value in known.items():
            numbers, shares = self.having[feature]
            scores[numbers] += value * shares
        return scores


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


def wording_of(centre: Centre, *, without: Collection[str] = ()) -> Wording:
    """From the folder alone; ``without`` are texts that are held out of it."""
    said = {
        code: [Counter(features(text)) for text in texts_of(topic) if text not in without]
        for code, topic in centre.topics.items()
    }
    weights = _rarity([counts for all_ in said.values() for counts in all_])
    prototypes = [_mean([_weighted(counts, weights) for counts in all_]) for all_ in said.values()]
    having: dict[str, tuple[list[int], list[float]]] = {}
    for number, prototype in enumerate(prototypes):
        for feature, value in prototype.items():
            numbers, values = having.setdefault(feature, ([], []))
            numbers.append(number)
            values.append(value)
    arrays = {
        feature: (np.array(numbers, dtype=np.int64), np.array(values)) for feature, (numbers, values) in having.items()
    }
    return Wording(tuple(said), weights, arrays)


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
