"""An objective as OpenSLO v1, which its own import reads back as the same objective."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import yaml

from shared.adapters.imports.openslo_settings import ANNOTATION, settings_of
from shared.adapters.prometheus.recorded import as_queries
from shared.domain.slo.burning import name_of, span_of
from shared.domain.slo.values import (
    Budgeting,
    BurnCondition,
    CountsIndicator,
    RollingWindow,
    SLODefinition,
)

_VERSION = "openslo/v1"
_NOT_IN_NAME = re.compile(r"[^a-z0-9.-]+")


def openslo_yaml(objectives: Iterable[tuple[str, SLODefinition, str]]) -> str:
    """Gives one document for each slug, definition and slug of its service (empty: it has none)."""
    return yaml.safe_dump_all(
        (document_of(*each) for each in objectives), sort_keys=False, allow_unicode=True, width=1_000
    )


def document_of(slug: str, definition: SLODefinition, service: str) -> dict[str, Any]:
    """Gives the SLO; everything it needs is written out in it."""
    metadata: dict[str, Any] = {
        "name": _NOT_IN_NAME.sub("-", slug),
        "displayName": definition.name,
        "annotations": {ANNOTATION: settings_of(definition)},
    }
    if definition.owner:
        metadata["labels"] = {"owner": definition.owner}
    spec: dict[str, Any] = {"description": definition.description} if definition.description else {}
    if service:
        spec["service"] = service
    spec |= {
        "indicator": {"metadata": {"name": metadata["name"]}, "spec": {"ratioMetric": _ratio(definition)}},
        "timeWindow": [_window(definition)],
        "budgetingMethod": "Timeslices" if definition.budgeting is Budgeting.TIMESLICES else "Occurrences",
        "objectives": [_objective(definition)],
    }
    if definition.burn_policy:
        spec["alertPolicies"] = [_policy(metadata["name"], definition.burn_policy)]
    return {"apiVersion": _VERSION, "kind": "SLO", "metadata": metadata, "spec": spec}


def _ratio(definition: SLODefinition) -> dict[str, Any]:
    indicator = as_queries(definition.indicator, definition.measured_every_s)
    if isinstance(indicator, CountsIndicator):
        return {
            "counter": False,
            "good": _metric(indicator.source, indicator.good_query),
            "total": _metric(indicator.source, indicator.total_query),
        }
    return {"counter": False, "rawType": "success", "raw": _metric(indicator.source, indicator.ratio_query)}


def _metric(source: str, query: str) -> dict[str, Any]:
    return {"metricSource": {"type": source, "spec": {"query": query}}}


def _window(definition: SLODefinition) -> dict[str, Any]:
    window = definition.window
    if isinstance(window, RollingWindow):
        return {"duration": f"{window.days}d", "isRolling": True}
    calendar = {"startTime": "2026-01-01 00:00:00", "timeZone": window.zone}
    return {"duration": "1M", "isRolling": False, "calendar": calendar}


def _objective(definition: SLODefinition) -> dict[str, Any]:
    told: dict[str, Any] = {"targetPercent": definition.target}
    if definition.timeslice_target is not None:
        told["timeSliceTarget"] = float(Decimal(str(definition.timeslice_target)) / 100)
        told["timeSliceWindow"] = span_of(definition.measured_every_s)
    return told


def _policy(name: str, conditions: Iterable[BurnCondition]) -> dict[str, Any]:
    """Two conditions of one severity and threshold are a long and a short look-back."""
    spec = {"alertWhenBreaching": True, "conditions": [each for one in conditions for each in _pair(one)]}
    return {"kind": "AlertPolicy", "metadata": {"name": f"{name}-burn"}, "spec": spec}


def _pair(condition: BurnCondition) -> Iterator[dict[str, Any]]:
    for length_s in (condition.long_s, condition.short_s):
        burn = {"kind": "burnrate", "op": "gt", "threshold": condition.rate, "lookbackWindow": span_of(length_s)}
        name = f"{name_of(condition)}-over-{span_of(length_s)}"
        yield {
            "kind": "AlertCondition",
            "metadata": {"name": name},
            "spec": {"severity": condition.severity, "condition": burn},
        }
