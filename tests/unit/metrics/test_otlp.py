"""What leaves over OTLP is what was counted."""

from typing import Any

import pytest
from opentelemetry.sdk.metrics.export import MetricExporter, MetricExportResult, MetricsData

from shared.adapters.metrics.instruments import INTAKE_ALERTS, OPERATION_DURATION, OUTBOX_AGE
from shared.adapters.metrics.otlp import OtlpMetrics
from shared.adapters.metrics.tally import Point, Tally


class _Kept(MetricExporter):
    def __init__(self, broken: Exception | None = None) -> None:
        super().__init__()
        self.kept: list[MetricsData] = []
        self._broken = broken

    def export(self, metrics_data: MetricsData, *_timeout: Any, **_more: Any) -> MetricExportResult:
        if self._broken is not None:
            raise self._broken
        self.kept.append(metrics_data)
        return MetricExportResult.SUCCESS

    def force_flush(self, *_timeout: Any) -> bool:
        return True

    def shutdown(self, *_timeout: Any, **_more: Any) -> None:
        pass


def test_counters_gauges_and_histograms_leave_as_such():
    tally = Tally()
    tally.add(INTAKE_ALERTS, 3, "grafana", "accepted")
    tally.record(OPERATION_DURATION, 0.02, "api", "")
    tally.record(OPERATION_DURATION, 0.2, "api", "")
    exporter = _Kept()
    OtlpMetrics(service="test", read=lambda: [*tally.points(), Point(OUTBOX_AGE, (), 1.5)], exporter=exporter).export()
    (resource,) = exporter.kept[0].resource_metrics
    assert resource.resource.attributes["service.name"] == "test"
    told: dict[str, Any] = {metric.name: metric for metric in resource.scope_metrics[0].metrics}
    assert told.keys() == {"sre.intake.alerts", "sre.operation.duration", "sre.outbox.age"}
    counter, age, duration = (told[name] for name in ("sre.intake.alerts", "sre.outbox.age", "sre.operation.duration"))
    assert (counter.unit, counter.data.is_monotonic) == ("{alert}", True)
    assert counter.data.data_points[0].attributes == {"sre.source.kind": "grafana", "sre.outcome": "accepted"}
    assert counter.data.data_points[0].value == 3
    assert (age.unit, age.data.data_points[0].value) == ("s", 1.5)
    (point,) = duration.data.data_points
    assert point.attributes == {"sre.operation": "api"}
    assert (point.count, round(point.sum, 2), point.min, point.max) == (2, 0.22, 0.02, 0.2)
    assert len(point.bucket_counts) == len(point.explicit_bounds) + 1


def test_a_collector_that_is_away_is_told_of_and_stops_nothing(capsys: pytest.CaptureFixture[str]):
    OtlpMetrics(service="test", read=list, exporter=_Kept(ConnectionError("away"))).export()
    assert '"operation":"metrics.export"' in capsys.readouterr().err
