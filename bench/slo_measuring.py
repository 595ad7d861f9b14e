"""A turn of measuring 1,000 objectives at a real Prometheus: its requests, and its time against them alone."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
import psycopg
from psycopg.types.json import Jsonb

from bench.database import Database, a_database
from bench.measure import RUNS, Result, result
from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.target import Target
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.measuring import PostgresMeasuring
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.adapters.prometheus.counts import PrometheusCounts
from shared.adapters.prometheus.counts_sources import CountsSource
from shared.app.slo_checks.measure import CountingSource, MeasureObjectives
from shared.app.slo_checks.measure_intents import PublishMeasured
from shared.app.slo_checks.measure_plan import asks_of
from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.intents import RecordSLIWindow
from shared.domain.slo.values import CountsIndicator, SLODefinition
from shared.kernel.ids import TenantId, derive, slo_id_for
from shared.ports.measuring import Measured
from shared.ports.wake import NoWaker

_OBJECTIVES: Final = 1_000
_FIVE: Final = timedelta(minutes=5)
_AT: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
_TENANT: Final = TenantId(derive("bench", "slo_measuring"))
_SCRAPE_S: Final = 30
_PATIENCE_S: Final = 60.0


@dataclass
class _Turning:
    at: datetime = _AT

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class _Noted(HttpConnection):
    """Remembers what was asked."""

    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def post(self, path: str, form: Mapping[str, str], until: float) -> dict[str, Any]:
        self.asked.append((path, form))
        return super().post(path, form, until)


def run() -> Iterator[Result]:
    if shutil.which("prometheus") is None or shutil.which("promtool") is None:
        print("  left out: prometheus and promtool are not installed", flush=True)
        return
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="sre-bench-prometheus-")))
        url = stack.enter_context(_prometheus(directory))
        database = stack.enter_context(a_database("slo_measuring"))
        migrate(database.url)
        connection = _Noted(CountsSource(name="prometheus", url=url), Target(name="prometheus", timeout_s=30.0))
        clock = _Turning()
        pool = stack.enter_context(_pool(database))
        measure = stack.enter_context(closing(_measure(pool, connection, clock)))
        _promise(database, measure)
        yield from _turns(measure, connection, clock)


def _turns(measure: MeasureObjectives, connection: _Noted, clock: _Turning) -> Iterator[Result]:
    took, bare, requests = [], [], []
    for number in range(RUNS + 2):
        clock.at = _AT + (number + 1) * _FIVE + measure.settle
        connection.asked.clear()
        began = time.perf_counter()
        turn = measure()
        took.append(1000 * (time.perf_counter() - began))
        if turn.windows < _OBJECTIVES:
            raise RuntimeError(f"{turn} is not a window of each of {_OBJECTIVES} objectives")
        asked = list(connection.asked)
        requests.append(float(len(asked)))
        began = time.perf_counter()
        for path, form in asked:
            HttpConnection.post(connection, path, form, time.monotonic() + _PATIENCE_S)
        bare.append(1000 * (time.perf_counter() - began))
    # The first connects, and with the second what was told by nobody is read again.
    yield result("slo: a turn of 1,000 objectives", "ms", took[2:], bare[2:], "its requests alone")
    yield result("slo: requests of a turn of 1,000 objectives", "requests", requests[2:])


def _measure(pool: Pool, connection: HttpConnection, clock: _Turning) -> MeasureObjectives:
    return MeasureObjectives(
        store=PostgresMeasuring(pool),
        sources=[CountingSource(PrometheusCounts(connection), frozenset())],
        publish=PublishMeasured(
            publisher=PostgresPublisher(pool, NoWaker()),
            encode=Codec((RecordSLIWindow, IngestAlert)).encode,
            batch_attributes=batch_attributes,
            batch_data=batch_data,
        ),
        clock=clock,
        settle=timedelta(seconds=30),
        deadline_s=_PATIENCE_S,
    )


def _promise(database: Database, measure: MeasureObjectives) -> None:
    measured = {}
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("INSERT INTO access.tenant (tenant_id, slug, name) VALUES (%s, 'bench', '')", (_TENANT,))
        for number in range(_OBJECTIVES):
            slug, definition = f"service-{number}", _definition(number)
            slo_id = slo_id_for(_TENANT, slug)
            state = Jsonb({"slug": slug, "definition": definition.model_dump(mode="json")})
            connection.execute(
                "INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash)"
                " VALUES (%s, 'slo', %s, 1, %s, '')",
                (_TENANT, slo_id, state),
            )
            measured[slo_id] = Measured(asks=asks_of(definition), since=_AT, next_try=_AT, until=_AT, known_until=_AT)
    measure.store.settle(_TENANT, measured, {})


def _definition(number: int) -> SLODefinition:
    told = f'http_requests_total{{service="service-{number}"'
    return SLODefinition(
        name=f"Service {number}",
        target=99.9,
        indicator=CountsIndicator(
            good_query=f'sum(increase({told},code!~"5.."}}[$window]))', total_query=f"sum(increase({told}}}[$window]))"
        ),
    )


def _pool(database: Database) -> Pool:
    return connect_pool(database.url, role="sre_slo", application="bench", max_size=4)


def _history() -> Iterator[str]:
    begins = _AT - 2 * _FIVE
    scrapes = int((RUNS + 5) * _FIVE.total_seconds()) // _SCRAPE_S
    yield "# TYPE http_requests counter\n"
    for number in range(_OBJECTIVES):
        for code, each in (("200", 9), ("500", 1)):
            for scrape in range(scrapes):
                at = begins.timestamp() + scrape * _SCRAPE_S + _SCRAPE_S / 2
                yield f'http_requests_total{{service="service-{number}",code="{code}"}} {scrape * each} {at:.1f}\n'
    yield "# EOF\n"


@contextmanager
def _prometheus(directory: Path) -> Iterator[str]:
    history, data = directory / "history.txt", directory / "data"
    with history.open("w") as file:
        file.writelines(_history())
    command = ["promtool", "tsdb", "create-blocks-from", "openmetrics", str(history), str(data)]
    subprocess.run(command, check=True, capture_output=True)
    (directory / "prometheus.yml").write_text("global: {}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = [f"--config.file={directory}/prometheus.yml", f"--storage.tsdb.path={data}"]
    served += [f"--web.listen-address=127.0.0.1:{port}", "--storage.tsdb.retention.time=10y"]
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(["prometheus", *served], stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _await(url)
        yield url
    finally:
        process.terminate()
        process.wait(_PATIENCE_S)


def _await(url: str) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        try:
            if httpx.get(f"{url}/-/ready", timeout=1.0).status_code == HTTPStatus.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("Prometheus does not get ready")
