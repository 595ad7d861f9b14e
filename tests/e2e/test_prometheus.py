"""The real Prometheus and Alertmanager in front of the real system: a firing rule opens an incident."""

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.memory import quick_directory
from tests.support.patience import PATIENCE_S, wait_until
from tests.support.ports import free_port
from tests.support.running_system import RunningSystem, running_system

pytestmark = [pytest.mark.prometheus, pytest.mark.slow, pytest.mark.timeout(300)]

_RULES = """
groups:
- name: checkout
  rules:
  - alert: CheckoutErrors
    expr: checkout_failing > 0
    labels: {severity: critical, service: checkout, cluster: test}
    annotations: {summary: "Checkout answers with errors", runbook_url: "https://runbooks.example/checkout"}
"""

_PROMETHEUS = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: ["{rules}"]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["127.0.0.1:{alertmanager}"]}}]}}]}}
scrape_configs: [{{job_name: shop, static_configs: [{{targets: ["127.0.0.1:{shop}"]}}]}}]
"""

_ALERTMANAGER = """
global: {{resolve_timeout: 10s}}
route: {{receiver: sre, group_by: [alertname, service], group_wait: 1s, group_interval: 1s, repeat_interval: 4h}}
receivers:
- name: sre
  webhook_configs:
  - url: {url}
    send_resolved: true
    http_config: {{authorization: {{type: Bearer, credentials: {token}}}}}
"""


@pytest.fixture(scope="module")
def system() -> Iterator[RunningSystem]:
    for program in ("prometheus", "prometheus-alertmanager"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    with quick_directory("sre-run-") as directory, running_system(directory / "data") as running:
        yield running


def test_a_firing_rule_opens_an_incident_and_clearing_it_resolves_the_alert(system: RunningSystem, tmp_path: Path):
    with _shop() as shop, _monitoring(system, shop.server_port, tmp_path):
        shop.failing = 1
        incident = wait_until(lambda: _incident(system), "the incident of the firing rule")
        assert incident["severity"] == "critical"
        assert incident["status"] == "open"
        assert incident["source"] == "alert"
        alert = wait_until(lambda: _alert(system, "firing"), "the alert is firing")
        assert alert["labels"]["service"] == "checkout"
        shop.failing = 0
        wait_until(lambda: _alert(system, "resolved"), "the alert is resolved")
        assert len(system.get("/v1/incidents")["items"]) == 1


def _incident(system: RunningSystem) -> dict[str, Any] | None:
    items = system.get("/v1/incidents")["items"]
    return items[0] if items else None


def _alert(system: RunningSystem, status: str) -> dict[str, Any] | None:
    items = system.get("/v1/alerts", statuses=status)["items"]
    return items[0] if items else None


class _Shop(http.server.BaseHTTPRequestHandler):
    server: "_ShopServer"

    def do_GET(self) -> None:
        body = f"checkout_failing {self.server.failing}\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


class _ShopServer(http.server.ThreadingHTTPServer):
    failing = 0


@contextmanager
def _shop() -> Iterator[_ShopServer]:
    server = _ShopServer(("127.0.0.1", 0), _Shop)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _monitoring(system: RunningSystem, shop_port: int, directory: Path) -> Iterator[None]:
    prometheus_port, alertmanager_port = free_port(), free_port()
    (directory / "rules.yml").write_text(_RULES)
    (directory / "prometheus.yml").write_text(
        _PROMETHEUS.format(rules=directory / "rules.yml", alertmanager=alertmanager_port, shop=shop_port)
    )
    (directory / "alertmanager.yml").write_text(_ALERTMANAGER.format(**system.local["webhooks"]["alertmanager"]))
    commands = [
        [
            "prometheus-alertmanager",
            f"--config.file={directory / 'alertmanager.yml'}",
            f"--storage.path={directory / 'alertmanager'}",
            f"--web.listen-address=127.0.0.1:{alertmanager_port}",
            "--cluster.listen-address=",
        ],
        [
            "prometheus",
            f"--config.file={directory / 'prometheus.yml'}",
            f"--storage.tsdb.path={directory / 'prometheus'}",
            f"--web.listen-address=127.0.0.1:{prometheus_port}",
        ],
    ]
    with (directory / "monitoring.log").open("w") as log:
        processes = [subprocess.Popen(command, stdout=log, stderr=log, cwd=directory) for command in commands]
        try:
            yield
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(PATIENCE_S)
