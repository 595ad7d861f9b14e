"""What words and meaning say of a question's passages, made into one order and one probability for each document.

Words lead: how well a passage has them, and what share of the question it covers. Meaning orders what they leave equal
and finds what shares no word with the question. What then comes first is read again, token by token (late interaction),
and ordered anew. How sure one can be is told by the passage itself, by how far its
document is ahead of the others, and by how much of the question nobody ever wrote about. How much each counts is fitted
to the questions of ``bench/retrieval`` and stands in ``coefficients.py``; what was said of answers (``feedback.py``) is
added to both. A name is found by its words too, and the fit gives it nothing by itself; age and success have no
questions there. These three are judgment: they order what is otherwise equal, and make no match of what is none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest, nsmallest
from math import exp, log1p
from statistics import fmean
from uuid import UUID

from shared.projections.knowledge_index.feedback import WEIGHT
from shared.projections.knowledge_index.queries import MAX_HITS, ScoreParts

#: An incident of this age counts half of one of today.
HALF_LIFE_DAYS = 180.0
_NAMES, _RECENCY, _VERIFIED = 0.4, 0.2, 0.4
#: Of documents that are read again: as many as an answer may have, by the best passages of each.
_READ_AGAIN, _OF_EACH = MAX_HITS, 2
#: Measured for some passages and not for others.
_MEASURED = ("meaning", "aligned", "aligned_least", "aligned_back")
#: Further ahead, or behind, says no more.
_FARTHEST = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a document that words or meaning found, by its key, with what they say of it."""

    document_id: UUID
    ordinal: int
    occurred_at: datetime
    parts: ScoreParts


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Of a question: how many words and names it has, and the share of their weight that nothing known has."""

    count: int
    missing: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    order: tuple[float, ...]
    """Of ``order_parts``, in their order."""
    certainty: tuple[float, ...]
    """A constant, then those of ``certainty_parts``, in their order."""
    threshold: float
    """The probability, from 0 to 1, from which on to answer: the one with the best F1 of answer-or-refuse."""


@dataclass(frozen=True, slots=True)
class Judged:
    """``score``: how probable it is, from 0 to 1, that the document answers; never more than that of the one before."""

    passage: Passage
    score: float


#: Gives the best passage of each document, best first.
Judge = Callable[[Sequence[Passage], Wording, Coefficients], Sequence[Judged]]


def judged(passages: Sequence[Passage], wording: Wording, by: Coefficients) -> list[Judged]:
    ranked = best_of_documents(passages, by.order)
    # Feedback moves its document, and no other by way of the lead.
    strengths = [strength - WEIGHT * passage.parts.feedback for passage, strength in ranked]
    most, result = 1.0, []
    for place, (passage, _) in enumerate(ranked):
        parts = certainty_parts(passage.parts, ahead(strengths, place), wording)
        said = WEIGHT * passage.parts.feedback
        most = min(most, _logistic(by.certainty[0] + _dot(by.certainty[1:], parts) + said))
        result.append(Judged(passage, most))
    return result


def best_of_documents(passages: Sequence[Passage], order: Sequence[float]) -> list[tuple[Passage, float]]:
    """Each document's strongest passage with its strength, strongest first; of equals the newest."""
    return [strongest for strongest, *_ in _by_document(passages, order, 1)]


def first_passages(passages: Sequence[Passage], by: Coefficients) -> list[Passage]:
    """Those worth being read again: the best of each document that comes first."""
    first = _by_document(passages, by.order, _OF_EACH)[:_READ_AGAIN]
    return [passage for best in first for passage, _ in best]


def _by_document(passages: Sequence[Passage], order: Sequence[float], most: int) -> list[list[tuple[Passage, float]]]:
    """The strongest of each document, ``most`` at most, and the documents by their strongest ones."""
    of: dict[UUID, list[tuple[Passage, float]]] = {}
    for passage, compared in zip(passages, with_meaning(passages), strict=True):
        of.setdefault(passage.document_id, []).append((passage, strength(compared.parts, order)))
    best = [nsmallest(most, its, key=_strongest_first) for its in of.values()]
    return sorted(best, key=lambda its: _strongest_first(its[0]))


def with_meaning(passages: Sequence[Passage]) -> Sequence[Passage]:
    """What has no vector yet is taken to be as near as the others are on the whole, where there are others.

    So is what has no tokens yet.
    """
    for name in _MEASURED:
        near = [of for each in passages if (of := getattr(each.parts, name)) is not None]
        if near and len(near) < len(passages):
            usual = fmean(near)
            passages = [_with(each, name, usual) if getattr(each.parts, name) is None else each for each in passages]
    return passages


def _with(passage: Passage, name: str, of: float) -> Passage:
    return replace(passage, parts=replace(passage.parts, **{name: of}))


def strength(of: ScoreParts, order: Sequence[float]) -> float:
    equal = _NAMES * of.names + _RECENCY * (of.recency - 0.5) + _VERIFIED * (of.verified - 0.5)
    return _dot(order, order_parts(of)) + equal + WEIGHT * of.feedback


def order_parts(of: ScoreParts) -> tuple[float, ...]:
    aligned = of.aligned or 0.0, of.aligned_least or 0.0, of.aligned_back or 0.0
    return of.words, of.covered, of.meaning or 0.0, *aligned


def certainty_parts(of: ScoreParts, its_lead: float, wording: Wording) -> tuple[float, ...]:
    return *order_parts(of), its_lead, wording.missing, log1p(wording.count)


def ahead(strengths: Sequence[float], place: int) -> float:
    """By how much it is stronger than the strongest other; below zero when that is stronger.

    What is alone is compared with something that has nothing of the question.
    """
    strongest = nlargest(2, strengths)
    other = strongest[-1] if strengths[place] == strongest[0] else strongest[0]
    lead = strengths[place] - (other if len(strengths) > 1 else 0.0)
    return max(-_FARTHEST, min(_FARTHEST, lead))


def _strongest_first(found: tuple[Passage, float]) -> tuple[float, float, str, int]:
    passage, its_strength = found
    return -its_strength, -passage.occurred_at.timestamp(), str(passage.document_id), passage.ordinal


def _dot(coefficients: Sequence[float], parts: Sequence[float]) -> float:
    return sum(coefficient * part for coefficient, part in zip(coefficients, parts, strict=True))


def _logistic(number: float) -> float:
    return 1.0 / (1.0 + exp(-max(-500.0, min(500.0, number))))
