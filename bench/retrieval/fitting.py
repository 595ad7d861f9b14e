"""Coefficients of ``fusion.py`` from questions whose answers are known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.retrieval.evidence import Asked
from bench.retrieval.fusion import (
    Coefficients,
    certainty_parts,
    field_of,
    judged,
    left_open_by,
    order_parts,
    strength,
)
from bench.retrieval.measures import Answer, best_threshold

Array = NDArray[np.float64]
#: Keeps a coefficient from growing without need; in units of a question.
_RIDGE = 1.0
_NEWTON_STEPS = 10
#: Hits of a question whose probability is fitted: those that a reader looks at.
_LOOKED_AT = 3


def fit(asked: Sequence[Asked]) -> Coefficients:
    """First what puts the right ones before the others, then how sure to be of what comes first."""
    order = tuple(_order(asked).tolist())
    certainty = tuple(_certainty(asked, np.array(order)).tolist())
    unsure = Coefficients(order, certainty, threshold=0.5)
    return Coefficients(order, certainty, best_threshold([answered(each, unsure) for each in asked]))


def answered(asked: Asked, by: Coefficients) -> Answer:
    ranked = judged(asked.found, asked.terms, by)
    place = next((place for place, each in enumerate(ranked, start=1) if asked.right[each.place]), None)
    return Answer(asked.question, place, ranked[0].probability if ranked else 0.0)


def _order(asked: Sequence[Asked]) -> Array:
    """Conditional logit by Newton's method: how probable is it that a right one of the candidates is taken?"""
    fitted = [
        (np.array([order_parts(of, left_open_by(each.found)) for of in each.found]), np.array(each.right))
        for each in asked
        if any(each.right)
    ]
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


def _certainty(asked: Sequence[Asked], order: Array) -> Array:
    """Logistic regression of "is right" on the parts of the hits that are looked at."""
    parts, right = [], []
    for each in asked:
        strengths = [strength(of, left_open_by(each.found), order.tolist()) for of in each.found]
        field = field_of(each.found, strengths, each.terms)
        for place in sorted(range(len(strengths)), key=lambda place: -strengths[place])[:_LOOKED_AT]:
            parts.append(certainty_parts(each.found[place], strengths[place], field))
            right.append(each.right[place])
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
