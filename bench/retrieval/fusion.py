"""What words and meaning say of a question's documents, made into one order and one probability.

Words lead: a document's BM25 and the share of the question that it covers count most. Meaning orders what words leave
open, finds what shares no word with the question, and helps to say that nothing fits. How much each counts is fitted
to the questions of ``bench/retrieval`` and stands in ``coefficients.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p

#: What is no nearer than so many others is near to everything.
_CROWD = 9
#: BM25 has no unit; this makes ten points of it as large as a whole share.
_POINTS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Of a document, by its best passage."""

    words: float
    """BM25, 0 or more."""
    covered: float
    """The share of the question's terms that the passage has, from 0 to 1, where rare ones count more."""
    nearness: float
    """Cosine of the best window, from -1 to 1; 0 when the question or the document has no vector."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    order: tuple[float, ...]
    """Of ``order_parts``, in their order."""
    certainty: tuple[float, ...]
    """A constant, then those of ``certainty_parts``, in their order."""
    threshold: float
    """The probability, from 0 to 1, from which on to answer: the one with the best F1 of answer-or-refuse."""


@dataclass(frozen=True, slots=True)
class Judged:
    place: int
    """Which of the documents that were given, from 0."""
    probability: float
    """How probable it is, from 0 to 1, that this document answers; never more than that of the one before."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a document competes with: the two best of each value, and how near the crowd is."""

    strengths: tuple[float, float]
    words: tuple[float, float]
    crowd: float
    terms: int


def judged(found: Sequence[Evidence], terms: int, by: Coefficients) -> list[Judged]:
    """Best first. ``terms``: how many the question has."""
    left_open = left_open_by(found)
    strengths = [strength(each, left_open, by.order) for each in found]
    field = field_of(found, strengths, terms)
    probability, result = 1.0, []
    for place in sorted(range(len(found)), key=lambda place: -strengths[place]):
        parts = certainty_parts(found[place], strengths[place], field)
        probability = min(probability, _logistic(by.certainty[0] + _dot(by.certainty[1:], parts)))
        result.append(Judged(place, probability))
    return result


def left_open_by(found: Sequence[Evidence]) -> float:
    """The share of the question's terms that even the best passage for it does not have, from 0 to 1."""
    return 1.0 - max((each.covered for each in found), default=0.0)


def strength(of: Evidence, left_open: float, order: Sequence[float]) -> float:
    return _dot(order, order_parts(of, left_open))


def order_parts(of: Evidence, left_open: float) -> tuple[float, ...]:
    return of.words / _POINTS, of.covered, of.nearness, of.nearness * left_open


def field_of(found: Sequence[Evidence], strengths: Sequence[float], terms: int) -> Field:
    nearness = sorted((each.nearness for each in found), reverse=True)
    crowd = nearness[: _CROWD + 1][-1] if nearness else 0.0
    return Field(_two_best(strengths), _two_best([each.words for each in found]), crowd, terms)


def certainty_parts(of: Evidence, its_strength: float, field: Field) -> tuple[float, ...]:
    """What the document has by itself, and what it is ahead of the others by."""
    return (
        of.words / _POINTS,
        of.covered,
        of.nearness,
        _ahead(its_strength, field.strengths),
        _ahead(of.words, field.words) / _POINTS,
        of.nearness - field.crowd,
        log1p(field.terms),
    )


def _two_best(values: Sequence[float]) -> tuple[float, float]:
    best, second = ([*sorted(values, reverse=True), 0.0, 0.0])[:2]
    return best, second


def _ahead(value: float, best: tuple[float, float]) -> float:
    """Of the best other one; below zero when that is better."""
    return value - (best[1] if value == best[0] else best[0])


def _dot(coefficients: Sequence[float], parts: Sequence[float]) -> float:
    return sum(coefficient * part for coefficient, part in zip(coefficients, parts, strict=True))


def _logistic(number: float) -> float:
    return 1.0 / (1.0 + exp(-max(-500.0, min(500.0, number))))
