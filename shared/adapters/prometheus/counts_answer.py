"""From the values of a window to counts, or to why nothing is known of it. Pure."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.adapters.prometheus.counts_expression import MARK
from shared.domain.slo.values import Indicator, RatioIndicator
from shared.ports.sli_counts import (
    RATIO_PARTS,
    CountsAnswer,
    CountsProblem,
    CountsQuestion,
    UnknownWindow,
    WindowCounts,
)

#: By what share good may exceed all of them, since both are estimates of floating point.
_ALIKE = 1e-6
_MOST = 10**15
_LONGEST_DETAIL = 300

#: The values of one series by their second.
Values = Mapping[int, str]


class NotCounted(Exception):  # noqa: N818 - names the condition
    """Nothing is known of a window."""

    def __init__(self, problem: CountsProblem, detail: str) -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail


def series_by_mark(result: Any) -> dict[str, list[Values]]:
    """Reads a matrix. Raises NotCounted where it is none."""
    found: dict[str, list[Values]] = {}
    try:
        for series in result:
            values = {round(float(at)): str(value) for at, value in series["values"]}
            found.setdefault(series["metric"].get(MARK, ""), []).append(values)
    except (TypeError, KeyError, ValueError, AttributeError) as other:
        raise NotCounted(CountsProblem.UNREADABLE, f"not a matrix of series: {other}") from other
    return found


def answer_of(question: CountsQuestion, series: Sequence[Sequence[Values]]) -> CountsAnswer:
    """``series`` are those of each of the question's expressions."""
    windows: list[WindowCounts] = []
    unknown: list[UnknownWindow] = []
    for start_at, end_at in windows_of(question):
        try:
            values = [_one(each, end_at) for each in series]
            windows.append(WindowCounts(start_at, end_at, *counts_of(question.indicator, values)))
        except NotCounted as why:
            unknown.append(UnknownWindow(start_at, end_at, why.problem, why.detail[:_LONGEST_DETAIL]))
    return CountsAnswer(slo_id=question.slo_id, windows=tuple(windows), unknown=tuple(unknown))


def all_unknown(question: CountsQuestion, problem: CountsProblem, detail: str) -> CountsAnswer:
    found = (UnknownWindow(*window, problem, detail[:_LONGEST_DETAIL]) for window in windows_of(question))
    return CountsAnswer(slo_id=question.slo_id, unknown=tuple(found))


def windows_of(question: CountsQuestion) -> list[tuple[datetime, datetime]]:
    count = (question.to_at - question.from_at) // question.step
    starts = [question.from_at + number * question.step for number in range(count)]
    return [(start_at, start_at + question.step) for start_at in starts]


def counts_of(indicator: Indicator, values: Sequence[float | None]) -> tuple[int, int]:
    """Gives good and total in whole events or parts; what is bad is rounded, not what is good. Raises NotCounted."""
    if isinstance(indicator, RatioIndicator):
        (share,) = values
        if share is None:
            raise NotCounted(CountsProblem.NO_SERIES, "the query gives nothing at the end of the window")
        return _whole(share, 1.0, RATIO_PARTS)
    good, total = values
    if total is None:
        raise NotCounted(CountsProblem.NO_SERIES, "the query of all events gives nothing at the end of the window")
    if good is None and total > 0:
        raise NotCounted(CountsProblem.NO_SERIES, "the query of good events gives nothing, though there were events")
    return _whole(good or 0.0, total, indicator.parts)


def _whole(good: float, total: float, parts: int) -> tuple[int, int]:
    if not (math.isfinite(good) and math.isfinite(total)) or total < 0 or good < -total * _ALIKE:
        raise NotCounted(CountsProblem.NOT_A_NUMBER, f"{good:g} good of {total:g}")
    if good > total * (1 + _ALIKE):
        raise NotCounted(CountsProblem.MORE_GOOD_THAN_ALL, f"{good:.15g} good of {total:.15g}")
    if total * parts > _MOST:
        raise NotCounted(CountsProblem.NOT_A_NUMBER, f"{total:g} events are more than can be counted")
    whole = _rounded(total * parts)
    bad = min(whole, _rounded(max(0.0, total - good) * parts))
    return whole - bad, whole


def _rounded(value: float) -> int:
    return math.floor(value + 0.5)


def _one(series: Sequence[Values], at: datetime) -> float | None:
    """The value at a moment; None: no series has one."""
    second = round(at.timestamp())
    found = [values[second] for values in series if second in values]
    if len(found) > 1:
        raise NotCounted(
            CountsProblem.MANY_SERIES, f"{len(found)} series where one is needed: write sum(…) around them"
        )
    try:
        return float(found[0]) if found else None
    except ValueError as other:
        raise NotCounted(CountsProblem.UNREADABLE, f"not a number: {found[0]!r}") from other
