"""Milliseconds to read a cluster for an incident, and megabytes a second that are searched for secrets."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.demo import CRASHING, demo_cluster
from bench.measure import RUNS, Result, rate, result
from local.world.serving import serving
from shared.adapters.evidence.target import Target
from shared.adapters.evidence.targets import ClusterTarget
from shared.adapters.kubernetes.connection import ClusterConnection
from shared.adapters.kubernetes.reader import KubernetesReader
from shared.diagnosis.redaction import redact
from shared.kernel.vocabulary import ResourceRef
from shared.ports.clock import SystemClock
from shared.ports.evidence import Inquiry

_AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
_INQUIRY = Inquiry(
    resources=(ResourceRef(kind="Deployment", name=CRASHING, namespace="booking"),),
    from_at=_AT - timedelta(hours=1),
    to_at=_AT,
)
_HARMLESS = "2026-12-01T08:00:01Z INFO request id=4711 path=/v1/orders status=200 dur=12ms trace=4bf92f3577b34da6a3ce\n"
_TELLING = "2026-12-01T08:00:01Z WARN retrying with password=hunter2x and Authorization: Bearer 0123456789abcdef0123\n"
_BYTES = 4_000_000


def run() -> Iterator[Result]:
    yield _inquiry()
    log = _HARMLESS * (_BYTES // len(_HARMLESS))
    yield _redaction("secrets: a log without any", log)
    yield _redaction("secrets: two in each tenth line", log.replace(_HARMLESS * 10, _HARMLESS * 9 + _TELLING))


def _inquiry() -> Result:
    with TemporaryDirectory() as directory, serving(demo_cluster(Path(directory))) as server:
        connection = ClusterConnection(ClusterTarget(name="demo", server=server.url), Target(name="demo", timeout_s=60))
        with closing(KubernetesReader(connection, SystemClock(), is_default=True)) as reader:
            _read(reader)  # the client is imported by the first
            asked = len(server.api.asked)
            took = [_milliseconds(lambda: _read(reader)) for _ in range(RUNS * 4)]
            bare = [_milliseconds(lambda: _only_ask(connection, asked)) for _ in range(RUNS * 4)]
    return result("evidence: an incident's cluster", "ms", took, bare, f"{asked} requests alone")


def _read(reader: KubernetesReader) -> None:
    reader.read(_INQUIRY, time.monotonic() + 60)


def _only_ask(connection: ClusterConnection, times: int) -> None:
    for _ in range(times):
        connection.get("/api/v1/namespaces/booking/pods", {"limit": 2}, time.monotonic() + 60)


def _redaction(name: str, log: str) -> Result:
    megabytes = len(log) // 1_000_000
    return result(name, "MB/s", [rate(megabytes, lambda: redact(log)) for _ in range(RUNS)])


def _milliseconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
