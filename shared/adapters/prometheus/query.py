"""One question over a range of time and what a person reads of its answer. Pure."""

import json
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from shared.diagnosis.redaction import redact_named

#: Points of one series, and series of one answer, that are kept.
MOST_POINTS = 120
MOST_SERIES = 20
_FINEST = timedelta(seconds=15)
_LONGEST = 4_000


class RangeQuery(NamedTuple):
    title: str
    expression: str
    from_at: datetime
    to_at: datetime

    @property
    def step(self) -> timedelta:
        """The time between two points, so that there are at most ``MOST_POINTS``."""
        seconds = math.ceil((self.to_at - self.from_at).total_seconds() / (MOST_POINTS - 1))
        return max(_FINEST, timedelta(seconds=seconds))

    def form(self, timeout_s: float) -> dict[str, str]:
        """Gives the parameters; servers that do not know a limit of series ignore it."""
        return {
            "query": self.expression,
            "start": f"{self.from_at.timestamp():.3f}",
            "end": f"{self.to_at.timestamp():.3f}",
            "step": f"{self.step.total_seconds():.0f}",
            "timeout": f"{timeout_s:.0f}s",
            "limit": str(MOST_SERIES + 1),
        }


def expression_of(generator_url: str) -> str:
    """Gives the expression of the rule in an alert's address; empty where it holds none, or too long a one."""
    try:
        found = parse_qs(urlsplit(generator_url).query, max_num_fields=50).get("g0.expr", [""])[0].strip()
    except ValueError:
        return ""
    return found if len(found) <= _LONGEST else ""


class Series(NamedTuple):
    labels: dict[str, str]
    points: list[tuple[float, str]]
    """Moment in seconds since 1970, and the value as it was written: also ``NaN``, ``+Inf``."""


def series_of(data: Mapping[str, Any]) -> list[Series]:
    """Reads the series of an answer; whatever is not of their form is left out."""
    result = data.get("result")
    return [_series(item) for item in result if isinstance(item, dict)] if isinstance(result, list) else []


def _series(item: Mapping[str, Any]) -> Series:
    labels = item.get("metric") if isinstance(item.get("metric"), dict) else {}
    shown = {str(name): redact_named(str(name), str(value)) for name, value in sorted((labels or {}).items())}
    values = item.get("values") if isinstance(item.get("values"), list) else []
    return Series(shown, [point for each in values or () if (point := _point(each)) is not None][:MOST_POINTS])


def _point(found: Any) -> tuple[float, str] | None:
    """Some servers write a moment as a text, or a value as a number."""
    match found:
        case [float() | int() | str() as at, float() | int() | str() as value]:
            moment = _number(str(at))
            return None if moment is None else (moment, str(value)[:40])
        case _:
            return None


def shown(series: list[Series]) -> str:
    """Gives the answer as JSON: of each series its labels, its bounds and its points."""
    kept = sorted(series, key=lambda one: sorted(one.labels.items()))[:MOST_SERIES]
    told = [{"labels": one.labels, **_bounds(one), "points": one.points} for one in kept]
    return json.dumps({"series": told, "left_out": len(series) - len(kept)}, ensure_ascii=False, sort_keys=True)


def _bounds(one: Series) -> dict[str, Any]:
    """The first, last, least and greatest value; what is no number is counted and left out of the comparison."""
    numbers = [number for _, value in one.points if (number := _number(value)) is not None]
    if not numbers:
        return {"not_numbers": len(one.points)}
    bounds = {"first": numbers[0], "last": numbers[-1], "least": min(numbers), "greatest": max(numbers)}
    return bounds | {"not_numbers": len(one.points) - len(numbers)}


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
