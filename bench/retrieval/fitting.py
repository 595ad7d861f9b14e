"""Coefficients of the search's ranking from questions whose answers are known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.retrieval.evidence import Asked
from bench.retrieval.measures import Answer, best_threshold
from shared.projections.knowledge_index.ranking import (
    Coefficients,
    ahead,
    best_of_documents,
    certainty_parts,
    judged,
    order_parts,
    with_meaning,
)

Array = NDArray[np.float64]
#: Keeps a coefficient from growing without need; in units of a question.
_RIDGE = 1.0
_NEWTON_STEPS = 12
#: Hits of a question whose probability is fitted: those that a reader looks at.
_LOOKED_AT = 3


def fit(asked: Sequence[Asked]) -> Coefficients:
    """First what puts the right ones before the others, then how sure to be of what comes first."""
    order = tuple(_order(asked).tolist())
    certainty = tuple(_certainty(asked, order).tolist())
    unsure = Coefficients(order=order, certainty=certainty, threshold=0.5)
    threshold = best_threshold([answered(each, unsure) for each in asked])
    return Coefficients(order=order, certainty=certainty, threshold=threshold)


def answered(asked: Asked, by: Coefficients) -> Answer:
    ranked = judged(asked.passages, asked.wording, by)
    right = (place for place, each in enumerate(ranked, start=1) if each.passage.document_id in asked.right)
    return Answer(asked.question, next(right, None), ranked[0].score if ranked else 0.0, by.threshold)


def _order(asked: Sequence[Asked]) -> Array:
    """Conditional logit by Newton's method: how probable is it that a right one of the passages is taken?"""
    fitted = [each for each in map(_compared, asked) if each[1].any()]
    weights = np.ones(fitted[0][0].shape[1])
    for _ in range(_NEWTON_STEPS):
        slope, curve = -_RIDGE * weights / 10, np.eye(len(weights)) * _RIDGE / 10
        for parts, right in fitted:
            taken = np.exp(parts @ weights - (parts @ weights).max())
            taken /= taken.sum()
            rightly = taken * right / (taken * right).sum()
            slope += (rightly - taken) @ parts
            spread = parts - taken @ parts
            curve += (spread * taken[:, None]).T @ spread
        weights = weights + np.clip(np.linalg.solve(curve, slope), -2, 2)
    return weights


def _compared(asked: Asked) -> tuple[Array, NDArray[np.bool_]]:
    passages = with_meaning(asked.passages)
    parts = [order_parts(each.parts) for each in passages]
    return np.array(parts), np.array([each.document_id in asked.right for each in passages])


def _certainty(asked: Sequence[Asked], order: Sequence[float]) -> Array:
    """Logistic regression of "is right" on the parts of the hits that are looked at."""
    parts, right = [], []
    for each in asked:
        ranked = best_of_documents(each.passages, order)
        strengths = [strength for _, strength in ranked]
        for place, (passage, _) in enumerate(ranked[:_LOOKED_AT]):
            parts.append(certainty_parts(passage.parts, ahead(strengths, place), each.wording))
            right.append(passage.document_id in each.right)
    return _logistic(np.array(parts), np.array(right, dtype=float))


def _logistic(parts: Array, right: Array) -> Array:
    """The constant first, then a coefficient for each column; columns are made comparable while it is fitted."""
    middle, width = parts.mean(axis=0), parts.std(axis=0) + 1e-9
    even = np.column_stack([np.ones(len(parts)), (parts - middle) / width])
    ridge = np.diag([1e-6, *[_RIDGE] * parts.shape[1]])
    weights = np.zeros(even.shape[1])
    for _ in range(_NEWTON_STEPS):
        sure = 1 / (1 + np.exp(-even @ weights))
        curve = (even * (sure * (1 - sure))[:, None]).T @ even + ridge
        weights += np.linalg.solve(curve, even.T @ (right - sure) - ridge @ weights)
    slopes = weights[1:] / width
    return np.array([weights[0] - slopes @ middle, *slopes])
