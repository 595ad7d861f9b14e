"""Every function exports its spans and its metrics when somebody listens."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from tests.support.patience import PATIENCE_S

_FUNCTIONS = {
    "ingest": "from shared.bootstrap.ingest import build_intake; build_intake()",
    "writer": "from shared.bootstrap.writer import build_writer; build_writer()",
    "relay": "from shared.bootstrap.relay import build_relay; build_relay()",
    "triage": "from shared.bootstrap.triage import build_triage; build_triage()",
    "projectors": (
        "from shared.bootstrap.projectors import build_projectors; from shared.settings import DatabaseSettings;"
        " build_projectors(DatabaseSettings())"
    ),
}
_SPAN = "; from shared.adapters.observe import observed\nwith observed('work'): pass"


class _Collector(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, body))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[http.server.HTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Collector)
    server.received = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(60)


@pytest.mark.parametrize("function", list(_FUNCTIONS))
def test_a_function_exports_its_spans_and_metrics_over_otlp(function: str, collector: http.server.HTTPServer):
    environment = {
        "SRE_DATABASE_URL": "postgresql://nobody@/nowhere?host=/nowhere",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_address[1]}",
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-c", _FUNCTIONS[function] + _SPAN]
    subprocess.run(command, env=environment, check=True, timeout=PATIENCE_S, capture_output=True)
    received = dict(collector.received)  # type: ignore[attr-defined]
    assert received.keys() == {"/v1/traces", "/v1/metrics"}
    assert b"work" in received["/v1/traces"]
    assert _durations(received["/v1/metrics"]) == {"work": 1}


def _durations(exported: bytes) -> dict[str, int]:
    """How often each operation was timed."""
    (resource,) = ExportMetricsServiceRequest.FromString(exported).resource_metrics
    (duration,) = [metric for metric in resource.scope_metrics[0].metrics if metric.name == "sre.operation.duration"]
    assert duration.unit == "s"
    return {point.attributes[0].value.string_value: point.count for point in duration.histogram.data_points}
