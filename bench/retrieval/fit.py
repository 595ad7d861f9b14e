"""``python -m bench.retrieval.fit``: the weights of ``knowledge_index/ranking.py``, from the questions.

From what the search itself says of each of its hits. Cross-validated by questions, so that the figures are of questions
that were not fitted to.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.retrieval.corpus import FITTED, questions
from bench.retrieval.questions import Question
from bench.retrieval.run import an_index

Array = NDArray[np.float64]
_FOLDS = 6
_PARTS = 3
#: Keeps a weight from growing without need; in units of one question.
_RIDGE = 0.05
_STEPS, _PACE = 500, 0.1


@dataclass(frozen=True, slots=True)
class Shown:
    """One question's hits: their parts, and which of them are right."""

    question: Question
    parts: Array
    right: NDArray[np.bool_]


def main() -> int:
    for meaning in (True, False):
        shown = _shown(meaning=meaning)
        weights = fit(shown)
        print(f"{'hybrid ' if meaning else 'lexical'} base, words, names, meaning: {np.round(weights, 2)}")
        print("        " + _validated(shown))
    return 0


def fit(shown: Sequence[Shown]) -> Array:
    """First what puts the right ones before the others, then from where on the first one is a match at all."""
    weights = _order(shown)
    best = np.array([(each.parts @ weights).max(initial=0.0) for each in shown])
    base, scale = _line(best, np.array([bool(each.question.answers) for each in shown]))
    return np.array([base, *(scale * weights)])


def _order(shown: Sequence[Shown]) -> Array:
    """Conditional logit: of a question's hits, how probable is it that a right one is taken?"""
    weights = np.ones(_PARTS)
    for _ in range(_STEPS):
        slope = -_RIDGE * weights
        for each in shown:
            if each.right.any():
                taken = np.exp(each.parts @ weights)
                rightly = taken * each.right
                slope += (rightly / rightly.sum() - taken / taken.sum()) @ each.parts
        weights = np.maximum(weights + _PACE * slope, 0.0)
    return weights


def _line(best: Array, known: NDArray[np.bool_]) -> tuple[float, float]:
    """Logistic regression of "has an answer" on the best hit's score; both kinds of question count the same."""
    counted = np.where(known, 0.5 / known.mean(), 0.5 / (~known).mean())
    middle, width = float(best.mean()), float(best.std())
    even = (best - middle) / width
    base, scale = 0.0, 1.0
    for _ in range(_STEPS):
        wrong = counted * (known - 1 / (1 + np.exp(-(base + scale * even))))
        base += float(wrong.mean())
        scale += float((wrong * even).mean())
    return base - scale * middle / width, scale / width


def _validated(shown: Sequence[Shown]) -> str:
    shuffled = list(shown)
    random.Random(7).shuffle(shuffled)
    first, reciprocal, judged, answerable = 0, 0.0, 0, 0
    for fold in range(_FOLDS):
        held = shuffled[fold::_FOLDS]
        weights = fit([each for each in shuffled if each not in held])
        for each in held:
            scores = weights[0] + each.parts @ weights[1:]
            order = np.argsort(-scores, kind="stable")
            judged += (scores.max(initial=-9) >= 0) == bool(each.question.answers)
            if each.question.answers:
                answerable += 1
                place = np.flatnonzero(each.right[order])
                first += bool(place.size and place[0] == 0)
                reciprocal += 1 / (place[0] + 1) if place.size else 0.0
    return (
        f"held out: hit@1 {100 * first / answerable:.1f} %, MRR {100 * reciprocal / answerable:.1f} %,"
        f" match or no match rightly {100 * judged / len(shown):.1f} %"
    )


def _shown(*, meaning: bool) -> list[Shown]:
    shown = []
    with an_index(FITTED) as index:
        for question in questions(FITTED):
            hits = index.asked(question.text, meaning=meaning).items
            parts = np.array(
                [[hit.parts.words, hit.parts.names, hit.parts.meaning or 0.0] for hit in hits], dtype=float
            ).reshape(-1, 3)
            right = np.array([index.names[hit.document_id] in question.answers for hit in hits], dtype=bool)
            shown.append(Shown(question, parts, right))
    return shown


if __name__ == "__main__":
    sys.exit(main())
