"""Traces and metrics when somebody listens; nothing is imported when nobody does."""

from shared.adapters.metrics.readings import installation_points, process_points
from shared.adapters.metrics.tally import TALLY
from shared.adapters.observe import install_tracing, tracing_installed
from shared.adapters.postgres.health import DatabaseCondition
from shared.settings import TelemetrySettings


def start_telemetry(function: str) -> None:
    """Export spans and metrics over OTLP if ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set; where functions share a process,
    once.
    """
    settings = TelemetrySettings()
    if not settings.otel_exporter_otlp_endpoint or tracing_installed():
        return
    from shared.adapters.metrics.otlp import OtlpMetrics  # noqa: PLC0415 - the SDK is heavy and usually off
    from shared.adapters.tracing import OtlpTracing  # noqa: PLC0415 - as above

    service = f"{settings.otel_service_name}/{function}"
    install_tracing(OtlpTracing(service=service))
    every_s = settings.otel_metric_export_interval / 1000
    OtlpMetrics(service=service, read=lambda: process_points(TALLY)).start(every_s)


def export_condition(condition: DatabaseCondition) -> None:
    """Exports once what there is one of for all functions, where somebody listens."""
    settings = TelemetrySettings()
    if not settings.otel_exporter_otlp_endpoint:
        return
    from shared.adapters.metrics.otlp import OtlpMetrics  # noqa: PLC0415 - the SDK is heavy and usually off

    OtlpMetrics(service=settings.otel_service_name, read=lambda: installation_points(condition)).export()
