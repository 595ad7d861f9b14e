"""BM25 as the field knows it, in a few lines: what the search in the database is compared with, term for term.

Terms are stems of words, the parts of compound names, and exact names as terms of their own.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bench.retrieval.units import Chunk
from shared.projections.lexical.identifiers import identifiers_in

_SATURATION, _BY_LENGTH = 1.2, 0.6
#: A word that nobody wrote counts this share of one that a single chunk has: it may be a typing error.
_UNKNOWN = 0.5
_TOKEN = re.compile(r"[^\W_]+")
_PART = re.compile(r"[A-ZÀ-Þ]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|\d+")
_STOP = frozenset(
    _TOKEN.findall(
        """
        a about after again all also am an and any are as at be been before being but by can cannot could d
        did do does doing don down during each few for from further get got had has have having he her here
        him his how i if in into is it its just ll m me more most my no nor not now of off on once only or
        other our out over own re s same she should so some such t than that the their them then there these
        they this those through to too under until up us ve very was we were what when where which while who
        whom why will with would you your
        """
    )
)
_STEPS = tuple(
    (re.compile(ending), instead)
    for ending, instead in (
        (r"(?<=[a-z]{3})ies$", "y"),
        (r"(?<=ss|sh|ch)es$", ""),
        (r"(?<=[a-z]{2}[^su])s$", ""),
        (r"(?<=[a-z]{3})(?:ation|ations)$", "at"),
        (r"(?<=[a-z]{3})(?:ing|ingly|ed|edly)$", ""),
        (r"(?<=[a-z]{3})(?:ly|ness|ment|ments)$", ""),
        (r"(?<=[a-z]{2})([bdfgklmnprt])\1$", r"\1"),
        (r"(?<=[a-z]{3})[ey]$", ""),
    )
)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    for ending, instead in _STEPS:
        word = ending.sub(instead, word)
    return word


def terms(text: str) -> list[str]:
    words = [word for token in _TOKEN.findall(text) for word in _words_in(token) if word not in _STOP]
    return [*map(stem, words), *(f"={name}" for name in identifiers_in((text,)))]


def _words_in(token: str) -> list[str]:
    """A compound is found by its parts and as it stands: ``gRPC`` by ``grpc``, ``podNotReady`` by ``pod``."""
    parts = [part.lower() for part in _PART.findall(token)]
    return parts if len(parts) == 1 else [*parts, token.lower()]


class Bm25:
    """Over chunks."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        counted = [Counter(terms(chunk.text)) for chunk in chunks]
        self._lengths = [sum(counts.values()) for counts in counted]
        self._mean = sum(self._lengths) / len(self._lengths)
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for place, counts in enumerate(counted):
            for term, count in counts.items():
                self._postings.setdefault(term, []).append((place, count))

    def weight(self, term: str) -> float:
        """How rare a term is."""
        among, having = len(self._lengths), len(self._postings.get(term, ()))
        if not having:
            return _UNKNOWN * math.log(1 + (among + 0.5) / 1.5)
        return math.log(1 + (among - having + 0.5) / (having + 0.5))

    def scores(self, question: str) -> "Scores":
        asked = list(dict.fromkeys(terms(question)))
        found, covered = np.zeros(len(self._lengths)), np.zeros(len(self._lengths))
        for term in asked:
            weight = self.weight(term)
            for place, count in self._postings.get(term, ()):
                long = 1 - _BY_LENGTH + _BY_LENGTH * self._lengths[place] / self._mean
                found[place] += weight * count * (_SATURATION + 1) / (count + _SATURATION * long)
                covered[place] += weight
        return Scores(found, covered / max(sum(map(self.weight, asked)), 1e-9))


@dataclass(frozen=True, slots=True)
class Scores:
    """Of each chunk: its BM25, and the share of the question's terms that it has, where rare ones count more."""

    bm25: NDArray[np.float64]
    covered: NDArray[np.float64]
