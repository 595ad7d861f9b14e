"""Vectors of real texts: what people wrote for this project, sentence by sentence, and mixtures of two of them.

A random direction is as far from every other as from any, so that its neighbours mean nothing and are found or missed
by chance. Texts crowd together, and an index has to tell those in a crowd apart.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import numpy as np

from bench.filled.knowledge import Array
from bench.retrieval.corpus import OURS
from bench.retrieval.document import written
from shared.adapters.embeddings.minilm import MiniLM
from shared.ports.embedding import Vector

_SENTENCE: Final = re.compile(r"(?<=[.!?:])\s+|\n\s*\n|\n(?=[-*#|\d])")
_SHORTEST: Final = 40
_BATCH: Final = 64
_SEED: Final = 7


def sentences(most: int) -> list[str]:
    """Of the corpora for retrieval, each once."""
    found: dict[str, None] = {}
    for folder in OURS:
        for document in written(folder / "corpus"):
            for sentence in _SENTENCE.split(document.body):
                text = " ".join(sentence.split())
                if len(text) >= _SHORTEST:
                    found[text] = None
    return list(found)[:most]


@cache
def embedded(most: int) -> Array:
    """One row per sentence, of length one."""
    texts, model = sentences(most), MiniLM()
    rows: list[Vector] = []
    for start in range(0, len(texts), _BATCH):
        rows.extend(model.embed(texts[start : start + _BATCH]))
    return _unit(np.asarray(rows, np.float32))


def meanings(most: int) -> Callable[[int], Iterator[Array]]:
    """So many vectors: each sentence's own first, then one with a share of another."""

    def vectors(count: int) -> Iterator[Array]:
        real = embedded(most)
        luck = np.random.default_rng((_SEED, count))
        own = luck.permutation(len(real))[:count]
        yield from real[own]
        rest = count - len(own)
        first, second = luck.integers(0, len(real), (2, rest))
        share = luck.uniform(0.5, 0.9, (rest, 1)).astype(np.float32)
        yield from _unit(share * real[first] + (1 - share) * real[second])

    return vectors


def _unit(rows: Array) -> Array:
    unit: Array = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
