"""The query API of Prometheus: a moment, a range, and what went wrong."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from local.metrics.evaluating import value_of
from local.metrics.grammar import Expression, NotUnderstood, parsed
from local.metrics.samples import Labels, SampleStore
from local.world.requests import WorldAnswer, WorldRequest, as_json
from shared.ports.clock import Clock

#: Points of one series that are given, as Prometheus bounds them.
MOST_POINTS: Final = 11_000
_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


class BadQuery(Exception):  # noqa: N818 - names the condition
    """A parameter that is none; the message says which."""


@dataclass(frozen=True, slots=True)
class MetricsApi:
    store: SampleStore
    clock: Clock

    def answer(self, request: WorldRequest) -> WorldAnswer:
        try:
            match request.path:
                case ("api", "v1", "query"):
                    return _success(self._at(request.query))
                case ("api", "v1", "query_range"):
                    return _success(self._over(request.query))
                case ("-", "healthy"):
                    return WorldAnswer(200, b"Prometheus Server is Healthy.\n", kind="text/plain")
                case _:
                    return WorldAnswer(404, b"404 page not found\n", kind="text/plain")
        except (BadQuery, NotUnderstood) as wrong:
            return as_json({"status": "error", "errorType": "bad_data", "error": str(wrong)}, 400)

    def _at(self, query: Mapping[str, str]) -> dict[str, Any]:
        at = _moment(query, "time") if "time" in query else self.clock.now().timestamp()
        value = value_of(self.store, _expression(query), at)
        if isinstance(value, float):
            return {"resultType": "scalar", "result": [at, _written(value)]}
        result = [{"metric": dict(labels), "value": [at, _written(found)]} for labels, found in sorted(value.items())]
        return {"resultType": "vector", "result": result}

    def _over(self, query: Mapping[str, str]) -> dict[str, Any]:
        begin, end, step = _moment(query, "start"), _moment(query, "end"), _step(query)
        if end < begin:
            raise BadQuery('invalid parameter "end": end timestamp must not be before start time')
        if (end - begin) / step > MOST_POINTS:
            raise BadQuery("exceeded maximum resolution of 11,000 points per timeseries")
        expression, found = _expression(query), dict[Labels, list[list[Any]]]()
        for number in range(int((end - begin) / step) + 1):
            at = begin + number * step
            value = value_of(self.store, expression, at)
            for labels, each in ({(): value} if isinstance(value, float) else value).items():
                found.setdefault(labels, []).append([at, _written(each)])
        most = int(query.get("limit") or 0) or len(found)
        series = [{"metric": dict(labels), "values": values} for labels, values in sorted(found.items())]
        return {"resultType": "matrix", "result": series[:most]}


def _expression(query: Mapping[str, str]) -> Expression:
    try:
        return parsed(query.get("query", ""))
    except NotUnderstood as wrong:
        raise BadQuery(f'invalid parameter "query": {wrong}') from wrong


def _moment(query: Mapping[str, str], name: str) -> float:
    told = query.get(name, "")
    try:
        return float(told)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(told).timestamp()
    except ValueError:
        raise BadQuery(f'invalid parameter "{name}": cannot parse "{told}" to a valid timestamp') from None


def _step(query: Mapping[str, str]) -> float:
    told = query.get("step", "")
    unit = told.lstrip("0123456789.")
    try:
        found = float(told.removesuffix(unit)) * _UNITS[unit or "s"]
    except (ValueError, KeyError):
        raise BadQuery(f'invalid parameter "step": cannot parse "{told}" to a valid duration') from None
    if found <= 0:
        raise BadQuery('invalid parameter "step": zero or negative query resolution step widths are not accepted')
    return found


def _written(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return f"{value:.15g}"


def _success(data: dict[str, Any]) -> WorldAnswer:
    return as_json({"status": "success", "data": data})
