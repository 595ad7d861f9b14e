"""Our points as OpenTelemetry's, exported over OTLP: every so often by a thread of its own, and once at the end."""

import atexit
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from threading import Event, Thread

from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Gauge,
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricExporter,
    MetricsData,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

from shared.adapters.metrics.instruments import BOUNDS_S, Instrument, InstrumentKind
from shared.adapters.metrics.tally import Point, TimeDistribution
from shared.adapters.observe import failed

_SCOPE = InstrumentationScope("ameide-sre")
_CUMULATIVE = AggregationTemporality.CUMULATIVE
#: An export that takes longer is given up; the numbers are cumulative, so that the next one has it all.
_EXPORT_S = 5.0


class OtlpMetrics:
    """``read`` gives everything as it is now; ``exporter`` is replaced in tests."""

    def __init__(
        self, *, service: str, read: Callable[[], Iterable[Point]], exporter: MetricExporter | None = None
    ) -> None:
        self._resource = Resource.create({SERVICE_NAME: service})
        self._read = read
        self._exporter = exporter or _otlp_exporter()
        self._began = time.time_ns()
        self._stop = Event()

    def start(self, every_s: float) -> None:
        """Exports every so often until the process ends."""
        Thread(target=self._run, args=(every_s,), name="otlp-metrics", daemon=True).start()
        atexit.register(self._finish)

    def export(self) -> None:
        """Exports once. A collector that is away costs a line of the log; nothing waits for it."""
        try:
            self._exporter.export(self._data(), timeout_millis=_EXPORT_S * 1000)
        except Exception as broken:  # noqa: BLE001 - whatever an exporter breaks with must not end what it tells of
            failed("metrics.export", broken)

    def _run(self, every_s: float) -> None:
        while not self._stop.wait(every_s):
            self.export()

    def _finish(self) -> None:
        self._stop.set()
        self.export()

    def _data(self) -> MetricsData:
        in_order = sorted(self._read(), key=lambda point: point.instrument.name)
        now = time.time_ns()
        metrics = [
            _metric(instrument, list(points), self._began, now)
            for instrument, points in groupby(in_order, key=lambda point: point.instrument)
        ]
        scope = ScopeMetrics(scope=_SCOPE, metrics=metrics, schema_url="")
        return MetricsData([ResourceMetrics(resource=self._resource, scope_metrics=[scope], schema_url="")])


def _metric(instrument: Instrument, points: Iterable[Point], began: int, now: int) -> Metric:
    return Metric(
        instrument.name, instrument.description, instrument.unit, _points(instrument.kind, points, began, now)
    )


def _points(kind: InstrumentKind, points: Iterable[Point], began: int, now: int) -> Sum | Gauge | Histogram:
    if kind is InstrumentKind.HISTOGRAM:
        return Histogram(
            [
                _distribution(_attributes(point), point.number, began, now)
                for point in points
                if isinstance(point.number, TimeDistribution)
            ],
            _CUMULATIVE,
        )
    numbers = [
        NumberDataPoint(_attributes(point), began, now, point.number)
        for point in points
        if not isinstance(point.number, TimeDistribution)
    ]
    return Sum(numbers, _CUMULATIVE, is_monotonic=True) if kind is InstrumentKind.COUNTER else Gauge(numbers)


def _distribution(attributes: Mapping[str, str], each: TimeDistribution, began: int, now: int) -> HistogramDataPoint:
    return HistogramDataPoint(
        attributes=attributes,
        start_time_unix_nano=began,
        time_unix_nano=now,
        count=each.count,
        sum=each.total,
        bucket_counts=each.counts,
        explicit_bounds=BOUNDS_S,
        min=each.least,
        max=each.most,
    )


def _attributes(point: Point) -> dict[str, str]:
    return {name: value for name, value in zip(point.instrument.attributes, point.values, strict=True) if value}


def _otlp_exporter() -> MetricExporter:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter  # noqa: PLC0415 - heavy

    return OTLPMetricExporter(timeout=_EXPORT_S)
