"""``python -m bench.retrieval.fit``: the weights of ``knowledge_index/ranking.py``, from the questions.

Logistic regression over what the search itself says of each of its hits, right documents against the others; each
question counts the same. Cross-validated by questions, so that the figures are of questions that were not fitted to.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.retrieval.corpus import Question, questions
from bench.retrieval.run import an_index

Array = NDArray[np.float64]
_FOLDS = 6
#: Keeps a weight from growing without need; in units of one question.
_RIDGE = 0.02
_STEPS = 200


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
    """Newton's method; the first column is the constant."""
    parts = np.vstack([np.hstack([np.ones((len(each.parts), 1)), each.parts]) for each in shown])
    right = np.concatenate([each.right for each in shown]).astype(float)
    counted = np.concatenate([_counted(each) for each in shown])
    weights = np.zeros(parts.shape[1])
    ridge = np.eye(parts.shape[1]) * _RIDGE * len(shown) / 10
    ridge[0, 0] = 1e-9
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-parts @ weights))
        slope = parts.T @ (counted * (right - expected)) - ridge @ weights
        curve = (parts.T * (counted * expected * (1 - expected))) @ parts + ridge
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _counted(shown: Shown) -> Array:
    """The right ones of a question weigh as much as its others; a question without an answer has only others."""
    rights = shown.right.sum()
    others = len(shown.right) - rights
    counted: Array = np.where(shown.right, 1 / max(rights, 1), 1 / max(others, 1))
    return counted


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
    with an_index() as index:
        for question in questions():
            hits = index.asked(question.text, meaning=meaning).items
            parts = np.array(
                [[hit.parts.words, hit.parts.names, hit.parts.meaning or 0.0] for hit in hits], dtype=float
            ).reshape(-1, 3)
            right = np.array([index.names[hit.document_id] in question.answers for hit in hits], dtype=bool)
            shown.append(Shown(question, parts, right))
    return shown


if __name__ == "__main__":
    sys.exit(main())
