"""Every function exports its spans when somebody listens."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

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
def test_a_function_exports_its_spans_over_otlp(function: str, collector: http.server.HTTPServer):
    environment = {
        "SRE_DATABASE_URL": "postgresql://nobody@/nowhere?host=/nowhere",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_address[1]}",
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-c", _FUNCTIONS[function] + _SPAN]
    subprocess.run(command, env=environment, check=True, timeout=PATIENCE_S, capture_output=True)
    assert [path for path, _ in collector.received] == ["/v1/traces"]  # type: ignore[attr-defined]
    assert b"work" in collector.received[0][1]  # type: ignore[attr-defined]
