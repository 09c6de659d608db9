"""Many texts at once: every core computes, since the models let go of Python's lock meanwhile."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from onecity.catalogue.search.embedders import Embedder, Vectors

AT_A_TIME = 256


def embed_in_parts(embedder: Embedder, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
    """Part after part, texts of like length together: the places of its texts, and a row for each."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    parts = [order[start : start + AT_A_TIME] for start in range(0, len(order), AT_A_TIME)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from zip(
            parts, threads.map(lambda part: embedder.embed([texts[place] for place in part]), parts), strict=True
        )


def embed_many(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """A row for each text, in their order. A few texts are read at once, without threads."""
    if len(texts) <= AT_A_TIME:
        return embedder.embed(texts)
    vectors: dict[int, Vectors] = {}
    for places, rows in embed_in_parts(embedder, texts):
        vectors.update(zip(places, rows, strict=True))
    return np.stack([vectors[place] for place in range(len(texts))])
