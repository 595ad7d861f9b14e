"""The golden signals of the invented company's services, as OpenTelemetry and cAdvisor name their series."""

from typing import Final

from shared.domain.service.values import ServiceSignal, SignalKind

_REQUESTS: Final = "http_server_request_duration_seconds"


def golden_signals(service: str, namespace: str) -> tuple[ServiceSignal, ...]:
    of_it = f'service_name="{service}"'
    all_requests = f"sum(rate({_REQUESTS}_count{{{of_it}}}[5m]))"
    failed = f'sum(rate({_REQUESTS}_count{{{of_it},http_response_status_code=~"5.."}}[5m]))'
    seconds = f"histogram_quantile(0.95, sum by (le) (rate({_REQUESTS}_bucket{{{of_it}}}[5m])))"
    container = f'namespace="{namespace}",container="{service}"'
    memory = (
        f"max(container_memory_working_set_bytes{{{container}}})"
        f' / max(kube_pod_container_resource_limits{{{container},resource="memory"}})'
    )
    return (
        ServiceSignal(
            title="share of failed requests", kind=SignalKind.ERRORS, expression=f"{failed} / {all_requests}"
        ),
        ServiceSignal(title="p95 in seconds", kind=SignalKind.LATENCY, expression=seconds),
        ServiceSignal(title="requests per second", kind=SignalKind.TRAFFIC, expression=all_requests),
        ServiceSignal(title="share of its memory", kind=SignalKind.SATURATION, expression=memory),
    )
