"""The processor that a real Prometheus takes for the rules of the usual four conditions, by objective and tick."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench.measure import RUNS, Result, result

_OBJECTIVES: Final = 100
_SCRAPED_S: Final = 60
_EVERY_S: Final = 10
_DAYS: Final = 3
_LOOK_BACKS: Final = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
_ALERTS: Final = (("page", (("1h", "5m", 14.4), ("6h", "30m", 6))), ("ticket", (("1d", "2h", 3), ("3d", "6h", 1))))
_READY_S: Final = 60
#: It ends the evaluations that have begun before it stops: at a full load one of all groups takes minutes.
_STOPPED_S: Final = 60 + 3 * _OBJECTIVES


def rules_of_prometheus(ours_ms: Sequence[float]) -> Iterator[Result]:
    """``ours_ms`` is the processor time of our ticks for one objective. Without Prometheus nothing is compared."""
    if shutil.which("prometheus") is None or shutil.which("promtool") is None:
        return
    with tempfile.TemporaryDirectory(prefix="sre-bench-rules-") as directory:
        folder = Path(directory)
        _backfill(folder)
        (folder / "rules.json").write_text(json.dumps({"groups": [_group(n) for n in range(_OBJECTIVES)]}))
        (folder / "prometheus.json").write_text(
            json.dumps({"global": {"evaluation_interval": f"{_EVERY_S}s"}, "rule_files": ["rules.json"]})
        )
        with _prometheus(folder) as (process, address):
            taken = [_evaluations(process.pid, address) for _ in range(RUNS)]
    limits = [1_000 * each / _OBJECTIVES for each in taken]
    yield result("an objective, a tick, processor", "ms", ours_ms, limits, "Prometheus, 9 rules")


def _group(number: int) -> dict[str, Any]:
    """Seven recorded ratios and two alerts, as Sloth makes them."""
    of = f'{{slo="{number}"}}'
    records = [
        {
            "record": f"slo:error:ratio_rate{span}",
            "expr": f"sum(rate(bad{of}[{span}])) / sum(rate(total{of}[{span}]))",
            "labels": {"slo": str(number)},
        }
        for span in _LOOK_BACKS
    ]
    alerts = [
        {
            "alert": f"burns, {severity}",
            "expr": " or ".join(
                f"({_is_above(short, of, rate)} and {_is_above(long, of, rate)})" for long, short, rate in pairs
            ),
        }
        for severity, pairs in _ALERTS
    ]
    return {"name": f"slo {number}", "rules": [*records, *alerts]}


def _is_above(span: str, of: str, rate: float) -> str:
    return f"slo:error:ratio_rate{span}{of} > ({rate} * 0.001)"


def _backfill(folder: Path) -> None:
    """Two counters of each objective, scraped each minute, and some minutes more than until now."""
    until = int(time.time()) // _SCRAPED_S * _SCRAPED_S + 1_800
    moments = range(until - _DAYS * 86_400 - 3_600, until, _SCRAPED_S)
    with (folder / "series.om").open("w") as file:
        for name, each in (("bad", 2), ("total", 1_000)):
            file.write(f"# TYPE {name} unknown\n")
            for number in range(_OBJECTIVES):
                file.writelines(f'{name}{{slo="{number}"}} {each * n} {at}\n' for n, at in enumerate(moments))
        file.write("# EOF\n")
    subprocess.run(
        ["promtool", "tsdb", "create-blocks-from", "openmetrics", "series.om", "data"],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@contextmanager
def _prometheus(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            "prometheus",
            "--config.file=prometheus.json",
            "--storage.tsdb.path=data",
            f"--web.listen-address=127.0.0.1:{port}",
            "--log.level=error",
        ],
        cwd=folder,
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        _wait_for(process)


def _wait_for(process: "subprocess.Popen[bytes]") -> None:
    """Its data is thrown away: what has been measured is not lost because it does not stop in time."""
    try:
        process.wait(_STOPPED_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _evaluations(pid: int, address: str) -> float:
    """Seconds of processor for one evaluation of all groups, over three of them."""
    began, before = _rounds(address), _processor_s(pid)
    while (rounds := _rounds(address)) < began + 3:
        time.sleep(1)
    return (_processor_s(pid) - before) / (rounds - began)


def _rounds(address: str) -> float:
    """How often all groups were evaluated."""
    lines = _metrics(address).splitlines()
    told = [
        float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith("prometheus_rule_group_iterations_total{")
    ]
    return sum(told) / _OBJECTIVES


def _metrics(address: str) -> str:
    """Waits for it to be ready."""
    deadline = time.monotonic() + _READY_S
    while True:
        try:
            with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:  # noqa: S310 - our own address
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
