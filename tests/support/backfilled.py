"""A Prometheus whose past was written into it: counters that grew as a test says, window by window."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from tests.support.patience import wait_until
from tests.support.promtool import PROMTOOL, promtool

PROMETHEUS = shutil.which("prometheus")
needs_prometheus = pytest.mark.skipif(
    PROMETHEUS is None or PROMTOOL is None, reason="prometheus and promtool are not installed"
)
#: Samples in each window: at its whole parts, so that its growth is what stands between its edges.
_SAMPLES = 2


@contextmanager
def backfilled(directory: Path, since: datetime, window_s: int, grown: dict[str, Sequence[int]]) -> Iterator[str]:
    """Gives its address. ``grown``: by how much each counter grows in each window, an even number each time."""
    text, data = directory / "past.txt", directory / "data"
    text.write_text(_open_metrics(since, window_s, grown))
    promtool("tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=800h", text, data)
    (directory / "prometheus.yml").write_text("global: {scrape_interval: 1h}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    assert PROMETHEUS is not None
    command = [
        PROMETHEUS,
        f"--config.file={directory / 'prometheus.yml'}",
        f"--storage.tsdb.path={data}",
        "--storage.tsdb.retention.time=50y",
        f"--web.listen-address={address}",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: _is_ready(f"http://{address}"), "Prometheus is ready")
            yield f"http://{address}"
        finally:
            process.terminate()
            process.wait(timeout=60)


def _open_metrics(since: datetime, window_s: int, grown: dict[str, Sequence[int]]) -> str:
    lines: list[str] = []
    for name, growths in grown.items():
        lines.append(f"# TYPE {name} counter")
        value, at = 0, int(since.timestamp())
        lines.append(f"{name}_total {value} {at}")
        for growth in growths:
            for _ in range(_SAMPLES):
                value, at = value + growth // _SAMPLES, at + window_s // _SAMPLES
                lines.append(f"{name}_total {value} {at}")
    return "\n".join([*lines, "# EOF", ""])


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/-/ready").is_success
    except httpx.HTTPError:
        return False
