"""Indicators of OpenSLO as counts of good and all, or as the share of good."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.adapters.imports.promql import counter_over_window
from shared.adapters.imports.reading import Unusable, flag, made, mapping, text
from shared.domain.slo.values import CountsIndicator, RatioIndicator

SpecNamed = Callable[[str, str], Mapping[str, Any]]
_PROMETHEUS = "prometheus"
_QUERY_KEYS = ("query", "promql", "expr")


def indicator_of(spec: Mapping[str, Any], spec_named: SpecNamed, notes: list[str]) -> CountsIndicator | RatioIndicator:
    """Raises Unusable."""
    if "thresholdMetric" in spec:
        why = "a thresholdMetric compares a measurement; only ratioMetric counts what is good"
        raise Unusable("openslo.threshold_metric", why)
    ratio = mapping(spec.get("ratioMetric"))
    if not ratio:
        raise Unusable("openslo.indicator", "the indicator has no ratioMetric")
    counts_up = flag(ratio.get("counter"))
    if "raw" in ratio:
        return _raw(ratio, spec_named)
    return _counts(ratio, spec_named, notes if counts_up else None)


def _raw(ratio: Mapping[str, Any], spec_named: SpecNamed) -> RatioIndicator:
    query, source = _query(ratio["raw"], spec_named)
    kind = text(ratio.get("rawType")) or "success"
    if kind not in ("success", "failure"):
        raise Unusable("openslo.indicator", f"rawType is {kind[:40]!r}, neither success nor failure")
    if kind == "failure":
        _need_promql(source, "the share of failures")
        query = f"1 - ({query})"
    return made(RatioIndicator, ratio_query=query, source=source)


def _counts(ratio: Mapping[str, Any], spec_named: SpecNamed, counts_up: list[str] | None) -> CountsIndicator:
    """``counts_up``: takes what is to be said of counters; None where the queries count each window by themselves."""
    if "total" not in ratio or ("good" not in ratio) == ("bad" not in ratio):
        raise Unusable("openslo.indicator", "a ratioMetric needs total and one of good and bad")
    total, source = _counted(ratio["total"], spec_named, counts_up)
    if "good" in ratio:
        good, other = _counted(ratio["good"], spec_named, counts_up)
    else:
        bad, other = _counted(ratio["bad"], spec_named, counts_up)
        _need_promql(source, "what is bad")
        good = f"({total}) - ({bad})"
    if other != source:
        raise Unusable("openslo.indicator", f"it counts in two systems, {source} and {other}")
    return made(CountsIndicator, good_query=good, total_query=total, source=source)


def _counted(metric: Any, spec_named: SpecNamed, counts_up: list[str] | None) -> tuple[str, str]:
    """Gives the query and the system; what a counter of Prometheus has come to is made its increase over the window."""
    query, source = _query(metric, spec_named)
    if counts_up is None:
        return query, source
    increase = counter_over_window(query) if source == _PROMETHEUS else None
    if increase is None:
        counts_up.append(f"counter: {query} must give the increase over the window that is asked for")
    else:
        counts_up.append(f"counter: {query} is read as {increase}")
    return increase or query, source


def _query(metric: Any, spec_named: SpecNamed) -> tuple[str, str]:
    """The query and the system that answers it, in lower case."""
    place = mapping(mapping(metric).get("metricSource"))
    spec, kind = mapping(place.get("spec")), text(place.get("type"))
    if not kind and (name := text(place.get("metricSourceRef"))):
        kind = text(_referred(name, spec_named).get("type"))
    for key in _QUERY_KEYS:
        if query := text(spec.get(key)):
            return query, kind.lower() or _PROMETHEUS
    raise Unusable("openslo.query", f"metricSource.spec has none of {', '.join(_QUERY_KEYS)}")


def _referred(name: str, spec_named: SpecNamed) -> Mapping[str, Any]:
    """Data sources are often set up elsewhere; then Prometheus is meant."""
    try:
        return spec_named("DataSource", name)
    except Unusable:
        return {}


def _need_promql(source: str, what: str) -> None:
    if source != _PROMETHEUS:
        raise Unusable("openslo.indicator", f"{what} is given, and only PromQL can be turned around: not {source[:60]}")
