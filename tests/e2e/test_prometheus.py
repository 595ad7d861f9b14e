"""The real Prometheus and Alertmanager in front of the real system: a firing rule opens an incident, and the same
Prometheus reads how the system itself is.
"""

import http.server
import json
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
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
scrape_configs:
- {{job_name: shop, static_configs: [{{targets: ["127.0.0.1:{shop}"]}}]}}
- job_name: sre
  authorization: {{credentials: "{key}"}}
  static_configs: [{{targets: ["{sre}"]}}]
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
    with _shop() as shop, _monitoring(system, shop.server_port, tmp_path) as prometheus:
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
        counted = 'sum(sre_intake_alerts_total{sre_source_kind="alertmanager",sre_outcome="accepted"}) >= 2'
        assert wait_until(lambda: _asked(prometheus, counted), "Prometheus has read that both alerts came")
        assert _asked(prometheus, "sum by (sre_part) (sre_part_answers)") == {"front": 1, "views": 1, "writer": 1}
        assert _asked(prometheus, "sre_database_answers") == {"": 1}


def test_its_numbers_are_for_whoever_has_a_key(system: RunningSystem):
    assert httpx.get(f"{system.local['api_url']}/metrics", timeout=PATIENCE_S).status_code == 401


def test_an_operator_finds_nothing_wrong_and_can_hand_over_what_a_maintainer_needs(
    system: RunningSystem, tmp_path: Path
):
    found = json.loads(system.sre("doctor", "--json").stdout)
    assert [each for each in found["findings"] if each["severity"] == "error"] == []
    bundle = tmp_path / "support.tar.gz"
    assert system.sre("support-bundle", str(bundle)).returncode == 0
    with tarfile.open(bundle) as opened:
        parts = {name: opened.extractfile(name).read().decode() for name in opened.getnames()}  # type: ignore[union-attr]
    assert {"versions.json", "settings.json", "findings.json", "logs/front.log", "logs/writer.log"} <= parts.keys()
    assert "sre_database_answers 1\n" in parts["metrics.txt"]
    assert "ingest_alert" in parts["logs/front.log"]
    secrets = [system.local["api_key"], *(webhook["token"] for webhook in system.local["webhooks"].values())]
    assert [secret for secret in secrets if secret in "".join(parts.values())] == []
    assert "Checkout answers with errors" not in "".join(parts.values())


def _asked(prometheus: str, query: str) -> dict[str, float] | None:
    """What it says now, by part; None: nothing yet."""
    try:
        answer = httpx.get(f"{prometheus}/api/v1/query", params={"query": query}, timeout=PATIENCE_S).json()
    except httpx.TransportError:
        return None
    found = answer["data"]["result"]
    return {each["metric"].get("sre_part", ""): float(each["value"][1]) for each in found} or None


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
def _monitoring(system: RunningSystem, shop_port: int, directory: Path) -> Iterator[str]:
    """Gives Prometheus' address."""
    prometheus_port, alertmanager_port = free_port(), free_port()
    (directory / "rules.yml").write_text(_RULES)
    (directory / "prometheus.yml").write_text(
        _PROMETHEUS.format(
            rules=directory / "rules.yml",
            alertmanager=alertmanager_port,
            shop=shop_port,
            key=system.local["api_key"],
            sre=system.local["api_url"].removeprefix("http://"),
        )
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
            yield f"http://127.0.0.1:{prometheus_port}"
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(PATIENCE_S)
