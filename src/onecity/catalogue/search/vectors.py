"""Vectors of the catalogue's texts, kept in the database so that a start does not compute them again."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from onecity.catalogue.models import Embedding
from onecity.catalogue.search.embedders import Embedder, Vectors, embedder_for, model_name
from onecity.catalogue.search.many import embed_in_parts

STORED = np.float16
Progress = Callable[[int, int], None]
_held: dict[str, Vectors] = {}  # by digest


def digest_of(model: str, text: str) -> str:
    return hashlib.sha256(f"{model}\0{text}".encode()).hexdigest()


def read_vectors(model: str, texts: Iterable[str]) -> dict[str, Vectors]:
    """The known vectors of the texts that have one: from memory, else by one query."""
    by_digest = {digest_of(model, text): text for text in texts}
    unheld = [digest for digest in by_digest if digest not in _held]
    if unheld:
        rows = Embedding.objects.filter(digest__in=unheld).values_list("digest", "vector")
        _held.update((digest, np.frombuffer(vector, dtype=STORED).astype(np.float32)) for digest, vector in rows)
    return {text: _held[digest] for digest, text in by_digest.items() if digest in _held}


def embedded(embedder: Embedder, texts: Sequence[str]) -> dict[str, Vectors]:
    """Vectors computed now, and held."""
    return _hold(embedder.name, texts, embedder.embed(texts)) if texts else {}


def keep_vectors(language: str, texts: Sequence[str], progress: Progress | None = None) -> int:
    """Compute and keep the vectors that are missing; how many they were. The model is loaded only if there are any."""
    by_digest = {digest_of(model_name(language), text): text for text in texts}
    kept = set(Embedding.objects.filter(digest__in=list(by_digest)).values_list("digest", flat=True))
    missing = [text for digest, text in by_digest.items() if digest not in kept]
    if not missing:
        return 0
    embedder, done = embedder_for(language), 0
    for places, vectors in embed_in_parts(embedder, missing):
        rows = _rows(embedder.name, [missing[place] for place in places], vectors)
        done += len(Embedding.objects.bulk_create(rows, ignore_conflicts=True))
        if progress:
            progress(done, len(missing))
    return len(missing)


def _rows(model: str, texts: Sequence[str], vectors: Vectors) -> list[Embedding]:
    return [
        Embedding(digest=digest_of(model, text), vector=vector.astype(STORED).tobytes())
        for text, vector in _hold(model, texts, vectors).items()
    ]


def _hold(model: str, texts: Sequence[str], vectors: Vectors) -> dict[str, Vectors]:
    """For the next release: most of its texts will be the same."""
    _held.update((digest_of(model, text), vector) for text, vector in zip(texts, vectors, strict=True))
    return dict(zip(texts, vectors, strict=True))
