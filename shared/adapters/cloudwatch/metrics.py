"""What a CloudWatch alarm watches: one metric, an expression over several, or other alarms; and its dimensions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Dimensions that say what an alert of a cluster is about, in the words of everybody else's labels; where Amazon's own
#: services use the same name for something else, theirs stays.
_OF_CLUSTERS = {
    "ClusterName": "cluster",
    "Namespace": "namespace",
    "PodName": "pod",
    "ContainerName": "container",
    "NodeName": "node",
    "Service": "service",
    "ServiceName": "service",
}
_CLUSTERS = frozenset({"ContainerInsights", "ECS/ContainerInsights", "AWS/ECS", "ApplicationSignals", "AWS/EKS"})


@dataclass(frozen=True, slots=True)
class WatchedMetric:
    """``dimensions``: what all metrics of the alarm agree on. ``expression``: empty, or how they are combined."""

    metric: str = ""
    namespace: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    expression: str = ""


def watched_by(trigger: Any) -> WatchedMetric:
    """Reads an alarm's ``Trigger``; a composite alarm has none."""
    if not isinstance(trigger, dict):
        return WatchedMetric()
    queries = [query for query in _list(trigger.get("Metrics")) if isinstance(query, dict)]
    if not queries:
        return _of_one(trigger)
    metrics = [metric for query in queries if (metric := _object(_object(query.get("MetricStat")).get("Metric")))]
    shown = next(_returned(queries), {})
    return WatchedMetric(
        metric=_text(_object(_object(shown.get("MetricStat")).get("Metric")).get("MetricName"))
        or _text(shown.get("Label"))
        or " ".join(sorted({_text(metric.get("MetricName")) for metric in metrics})),
        namespace=_agreed({"": {_text(metric.get("Namespace")) for metric in metrics}}).get("", ""),
        dimensions=_dimensions(metrics),
        expression="; ".join(f"{_text(q.get('Id'))} = {text}" for q in queries if (text := _text(q.get("Expression")))),
    )


def _of_one(trigger: Mapping[str, Any]) -> WatchedMetric:
    return WatchedMetric(_text(trigger.get("MetricName")), _text(trigger.get("Namespace")), _dimensions([trigger]))


def _returned(queries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Gives the series that is compared; JSON that passed through other hands says "True" for true."""
    return (query for query in queries if str(query.get("ReturnData")).lower() == "true")


def _dimensions(metrics: list[Any]) -> dict[str, str]:
    """Gives the dimensions whose value is the same wherever it is named: another would be true of a part only."""
    said: dict[str, set[str]] = defaultdict(set)
    for metric in metrics:
        translated = _OF_CLUSTERS if _text(metric.get("Namespace")) in _CLUSTERS else {}
        for each in map(_object, _list(metric.get("Dimensions"))):
            name = _text(each.get("name")) or _text(each.get("Name"))
            value = _text(each.get("value")) or _text(each.get("Value"))
            if name:
                said[translated.get(name, name)].add(value)
    return _agreed(said)


def _agreed(said: Mapping[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(values)) for name, values in said.items() if len(values) == 1}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
