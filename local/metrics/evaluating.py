"""The value of an expression at a moment. Pure over the samples."""

import math
import operator
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from local.metrics.grammar import (
    Aggregation,
    Binary,
    Expression,
    NotUnderstood,
    Number,
    OverRange,
    Quantile,
    Relabelled,
    Selector,
)
from local.metrics.samples import LabelMatcher, Labels, Points, SampleStore, value_at, within

Vector = dict[Labels, float]
Matchers = Iterable[LabelMatcher]
_NAME: Final = "__name__"
_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_ARITHMETIC: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda one, other: one / other if other else math.nan if one == 0 else math.copysign(math.inf, one),
}
_AGGREGATES: Final[Mapping[str, Callable[[Sequence[float]], float]]] = {
    "sum": sum,
    "avg": lambda values: sum(values) / len(values),
    "min": min,
    "max": max,
    "count": len,
}
_OVER_TIME: Final[Mapping[str, Callable[[Sequence[float]], float]]] = {
    "max_over_time": max,
    "min_over_time": min,
    "avg_over_time": lambda values: sum(values) / len(values),
}


def value_of(store: SampleStore, expression: Expression, at: float) -> Vector | float:  # noqa: PLR0911 - one per kind
    """Gives a number, or a value for each series. Raises NotUnderstood for what has none at a moment."""
    match expression:
        case Number(value):
            return value
        case Selector():
            return _selected(store, expression, at)
        case OverRange(function, Selector(matchers, range_s)):
            return _over_range(store, function, matchers, range_s or 0.0, at)
        case Quantile(quantile, of):
            return _quantile(_scalar(value_of(store, quantile, at)), _vector(value_of(store, of, at)))
        case Relabelled(of, label, replacement, source, pattern):
            return _relabelled(_vector(value_of(store, of, at)), label, replacement, source, pattern)
        case Aggregation():
            return _aggregated(expression, _vector(value_of(store, expression.of, at)))
        case Binary(sign, left, right):
            return _binary(sign, value_of(store, left, at), value_of(store, right, at))


def _selected(store: SampleStore, selector: Selector, at: float) -> Vector:
    if selector.range_s is not None:
        raise NotUnderstood('invalid expression type "range vector", must be Scalar or instant Vector')
    found = ((labels, value_at(points, at)) for labels, points in store.select(selector.matchers))
    return {_key(labels): value for labels, value in found if value is not None}


def _over_range(
    store: SampleStore, function: str, matchers: Iterable[LabelMatcher], range_s: float, at: float
) -> Vector:
    found: Vector = {}
    for labels, points in store.select(matchers):
        value = _changed(function, points, range_s, at)
        if value is not None:
            found[_key(labels, without=(_NAME,))] = value
    return found


def _changed(function: str, points: Points, range_s: float, at: float) -> float | None:
    times, values = within(points, at - range_s, at)
    if function in _OVER_TIME:
        return _OVER_TIME[function](values) if values else None
    if len(values) < 2:  # noqa: PLR2004
        return None
    # A counter that fell began anew.
    rise = sum(after - before if after >= before else after for before, after in pairwise(values))
    # A rise is told for the whole range as far as the samples nearly reach to its ends, as Prometheus does it.
    step = (times[-1] - times[0]) / (len(times) - 1)
    reach = (times[-1] - times[0]) + _near(times[0] - (at - range_s), step) + _near(at - times[-1], step)
    increase = rise * reach / (times[-1] - times[0])
    return increase / range_s if function == "rate" else increase


def _near(gap: float, step: float) -> float:
    return gap if gap < 1.1 * step else step / 2


def _aggregated(expression: Aggregation, vector: Vector) -> Vector:
    groups: dict[Labels, list[float]] = defaultdict(list)
    for labels, value in vector.items():
        if expression.without:
            key = _key(dict(labels), without=(*expression.by, _NAME))
        else:
            key = tuple(pair for pair in labels if pair[0] in expression.by)
        groups[key].append(value)
    return {labels: float(_AGGREGATES[expression.function](values)) for labels, values in groups.items()}


def _binary(sign: str, left: Vector | float, right: Vector | float) -> Vector | float:
    if sign == "or":
        return _either(_vector(left), _vector(right))
    if isinstance(left, float) and isinstance(right, float):
        if sign in _COMPARISONS:
            raise NotUnderstood("comparisons between scalars must use BOOL modifier")
        return _ARITHMETIC[sign](left, right)
    pairs = _paired(left, right)
    if sign in _COMPARISONS:
        kept = _vector(left if isinstance(left, dict) else right)
        return {labels: kept[labels] for labels, (one, other) in pairs.items() if _COMPARISONS[sign](one, other)}
    return {
        tuple(pair for pair in labels if pair[0] != _NAME): _ARITHMETIC[sign](one, other)
        for labels, (one, other) in pairs.items()
    }


def _either(left: Vector, right: Vector) -> Vector:
    """What is left, and of what is right the series with labels that the left has not."""
    known = {_key(dict(labels), without=(_NAME,)) for labels in left}
    return left | {labels: each for labels, each in right.items() if _key(dict(labels), without=(_NAME,)) not in known}


def _relabelled(vector: Vector, label: str, replacement: str, source: str, pattern: str) -> Vector:
    found: Vector = {}
    for labels, value in vector.items():
        named = dict(labels)
        matched = re.fullmatch(pattern, named.get(source, ""))
        if matched is not None:
            named[label] = matched.expand(re.sub(r"\$(\d+)", r"\\\1", replacement))
        found[_key({name: text for name, text in named.items() if text})] = value
    if len(found) < len(vector):
        raise NotUnderstood("vector cannot contain metrics with the same labelset")
    return found


def _paired(left: Vector | float, right: Vector | float) -> dict[Labels, tuple[float, float]]:
    """Puts series of the same labels together; the name of the metric does not count."""
    if isinstance(left, float):
        return {labels: (left, value) for labels, value in _vector(right).items()}
    if isinstance(right, float):
        return {labels: (value, right) for labels, value in left.items()}
    others = {_key(dict(labels), without=(_NAME,)): value for labels, value in right.items()}
    keys = {labels: _key(dict(labels), without=(_NAME,)) for labels in left}
    return {labels: (left[labels], others[key]) for labels, key in keys.items() if key in others}


def _quantile(wanted: float, buckets: Vector) -> Vector:
    groups: dict[Labels, list[tuple[float, float]]] = defaultdict(list)
    for labels, value in buckets.items():
        bound = dict(labels).get("le")
        if bound is not None:
            groups[_key(dict(labels), without=("le", _NAME))].append((float(bound), value))
    return {labels: _at_rank(wanted, sorted(counts)) for labels, counts in groups.items()}


def _at_rank(wanted: float, counts: Sequence[tuple[float, float]]) -> float:
    total = counts[-1][1]
    if not total or counts[-1][0] != math.inf:
        return math.nan
    rank, lower, before = wanted * total, 0.0, 0.0
    for bound, count in counts:
        if count >= rank:
            if bound == math.inf:
                return lower
            return lower + (bound - lower) * ((rank - before) / (count - before) if count > before else 1.0)
        lower, before = bound, count
    return lower


def _key(labels: Mapping[str, str], without: Sequence[str] = ()) -> Labels:
    return tuple(sorted((name, value) for name, value in labels.items() if name not in without))


def _vector(found: Vector | float) -> Vector:
    return found if isinstance(found, dict) else {(): found}


def _scalar(found: Vector | float) -> float:
    if isinstance(found, dict):
        raise NotUnderstood("expected type scalar, got instant vector")
    return found
