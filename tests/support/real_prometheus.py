"""The real Prometheus, with history that is put into it and a service that it scrapes."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from tests.support.patience import PATIENCE_S, wait_until
from tests.support.ports import free_port

_CONFIGURATION = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
scrape_configs: [{jobs}]
"""
_JOB = '{{job_name: shop, static_configs: [{{targets: ["127.0.0.1:{port}"]}}]}}'


@dataclass
class RealPrometheus:
    """It can be stopped and started again, with what it has kept."""

    directory: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def put(self, lines: Iterable[str]) -> None:
        """Puts OpenMetrics lines, with times, into its history; before it is started."""
        samples = self.directory / "history.txt"
        samples.write_text("\n".join((*lines, "# EOF", "")))
        command = ["promtool", "tsdb", "create-blocks-from", "openmetrics", str(samples), str(self.directory / "data")]
        subprocess.run(command, check=True, capture_output=True)

    def start(self) -> None:
        with (self.directory / "prometheus.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    "prometheus",
                    f"--config.file={self.directory / 'prometheus.yml'}",
                    f"--storage.tsdb.path={self.directory / 'data'}",
                    "--storage.tsdb.retention.time=100d",
                    f"--web.listen-address=127.0.0.1:{self.port}",
                ],
                stdout=log,
                stderr=log,
                cwd=self.directory,
            )
        wait_until(self._is_ready, "Prometheus is ready")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE_S)
            self.process = None

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/-/ready", timeout=1).status_code == HTTPStatus.OK
        except httpx.HTTPError:
            return False


@contextmanager
def real_prometheus(directory: Path, *, scraping: int | None = None) -> Iterator[RealPrometheus]:
    """Not started yet. ``scraping`` is the port of a service that is read every second."""
    for program in ("prometheus", "promtool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    job = "" if scraping is None else _JOB.format(port=scraping)
    (directory / "prometheus.yml").write_text(_CONFIGURATION.format(jobs=job))
    prometheus = RealPrometheus(directory, free_port())
    try:
        yield prometheus
    finally:
        prometheus.stop()
