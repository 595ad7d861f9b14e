"""Texts per second through the local model, against the products of matrices that it cannot do without."""

import time
from collections.abc import Iterator
from typing import Final

import numpy as np

from bench.filled.meanings import sentences
from bench.measure import RUNS, Result, percentile, rate, result
from shared.adapters.embeddings.minilm import MiniLM

_TEXTS: Final = 256
_QUESTIONS: Final = 40
_LAYERS, _WIDTH, _INNER = 6, 384, 1536
#: About as many as a sentence has.
_TOKENS: Final = 24


def run() -> Iterator[Result]:
    model, texts = MiniLM(), sentences(_TEXTS)
    model.embed(texts[:16])
    embedded = [rate(len(texts), lambda: model.embed(texts)) for _ in range(RUNS)]
    products = [_products(len(texts)) for _ in range(RUNS)]
    yield result("embedding: sentences", "texts/s", embedded, products, "the matrix products alone")
    asked = [[_milliseconds(model, text) for text in texts[:_QUESTIONS]] for _ in range(RUNS)]
    yield result("embedding: one question, p50", "ms", [percentile(each, 0.5) for each in asked])


def _products(texts: int) -> float:
    """Those of all layers for so many texts, sixteen at a time as the model takes them."""
    states = np.ones((16 * _TOKENS, _WIDTH), np.float32)
    inner = np.ones((16 * _TOKENS, _INNER), np.float32)
    square, wide = np.ones((_WIDTH, _WIDTH), np.float32), np.ones((_WIDTH, _INNER), np.float32)

    def work() -> None:
        for _ in range(texts // 16 * _LAYERS):
            for _ in range(4):
                states @ square
            states @ wide
            inner @ wide.T

    return rate(texts, work)


def _milliseconds(model: MiniLM, text: str) -> float:
    started = time.perf_counter()
    model.embed([text])
    return (time.perf_counter() - started) * 1000
