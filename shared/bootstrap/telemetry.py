"""Tracing when somebody listens; nothing is imported when nobody does."""

from shared.adapters.observe import install_tracing, tracing_installed
from shared.settings import TelemetrySettings


def start_telemetry(function: str) -> None:
    """Export spans over OTLP if ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set; where functions share a process, once."""
    settings = TelemetrySettings()
    if not settings.otel_exporter_otlp_endpoint or tracing_installed():
        return
    from shared.adapters.tracing import OtlpTracing  # noqa: PLC0415 - the SDK is heavy and usually off

    install_tracing(OtlpTracing(service=f"{settings.otel_service_name}/{function}"))
