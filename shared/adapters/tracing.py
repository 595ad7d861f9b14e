"""OpenTelemetry spans, exported over OTLP; the parent is the ``traceparent`` that the message carries."""

from typing import Any

from opentelemetry.propagators.textmap import TextMapPropagator
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Span as OpenTelemetrySpan
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation import set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared.adapters.observe import Span, Tracing


class OtlpTracing:
    """One provider per process; ``exporter`` is replaced in tests."""

    def __init__(self, *, service: str, exporter: SpanExporter | None = None) -> None:
        self._provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
        self._provider.add_span_processor(BatchSpanProcessor(exporter or _otlp_exporter()))
        self._tracer = self._provider.get_tracer("ameide-sre")
        self._propagator: TextMapPropagator = TraceContextTextMapPropagator()

    def start(self, name: str, traceparent: str | None, tracestate: str | None) -> Span:
        carrier = {
            key: value for key, value in (("traceparent", traceparent), ("tracestate", tracestate)) if value is not None
        }
        parent = self._propagator.extract(carrier)
        span = self._tracer.start_span(name, context=parent, kind=SpanKind.CONSUMER)
        carried: dict[str, str] = {}
        self._propagator.inject(carried, context=set_span_in_context(span))
        return _OtlpSpan(span, carried["traceparent"])

    def flush(self) -> None:
        self._provider.force_flush()


class _OtlpSpan:
    def __init__(self, span: OpenTelemetrySpan, traceparent: str) -> None:
        self._span = span
        self.traceparent = traceparent

    def end(self, fields: dict[str, Any], error: BaseException | None) -> None:
        for key, value in fields.items():
            self._span.set_attribute(f"sre.{key}", value if isinstance(value, bool | int | float) else str(value))
        if error is not None:
            self._span.record_exception(error)
            self._span.set_status(Status(StatusCode.ERROR, type(error).__name__))
        self._span.end()


def _otlp_exporter() -> SpanExporter:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - heavy

    return OTLPSpanExporter(timeout=5)


_: type[Tracing] = OtlpTracing
