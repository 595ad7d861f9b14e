"""What counting costs where alerts come in and where they are decided.

Two figures of each, of the same run: the rate with counting against the rate without, in pairs and in turn; and what
counting alone takes of the time of one webhook or batch, which no noise of the disk hides.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from bench.database import Database, a_database
from bench.example_intents import EXAMPLES
from bench.intents import envelope_of
from bench.load import webhook
from bench.measure import Result, rate, result
from local.prepare import subscribe
from shared.adapters import observe
from shared.adapters.alertmanager.webhook import parse_alertmanager
from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.metrics.said import count_operation
from shared.adapters.metrics.tally import Tally
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.app.handle_intents import HandleIntents
from shared.app.publish_alerts import PublishAlerts
from shared.domain.alert.intents import IngestAlert
from shared.domain.published import FACTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.ids import TenantId
from shared.ports.intake import Source
from shared.ports.outcome import in_numbers
from shared.ports.wake import NoWaker

_PAIRS = 7
_TIMES = 60
_BATCH = 10
_COUNTED = 20_000
_MOST_PERCENT = 1.0


@dataclass(frozen=True, slots=True)
class _Path:
    """``work`` does it once, observed; ``said`` is what its line says then."""

    name: str
    operation: str
    said: Mapping[str, Any]
    work: Callable[[], None]


def run() -> Iterator[Result]:
    with a_database("metrics-cost") as database, ExitStack() as stack:
        migrate(database.url)
        subscribe(database.url)
        pools = [
            stack.enter_context(connect_pool(database.url, role=role, application="bench-metrics", max_size=1))
            for role in ("sre_ingest", "sre_writer")
        ]
        for path in (_intake(pools[0]), _writer(database, pools[1])):
            yield from _measured(path)


def _measured(path: _Path) -> Iterator[Result]:
    with_it: list[float] = []
    without: list[float] = []
    share: list[float] = []
    for number in range(_PAIRS):
        for counted in (True, False) if number % 2 else (False, True):
            (with_it if counted else without).append(_rate(path, counted=counted))
        share.append(100 * with_it[-1] / rate(_COUNTED, lambda: _count_alone(path)))
    yield result(f"metrics_cost: {path.name}, counted", "/s", with_it, without, "uncounted")
    yield result(f"metrics_cost: {path.name}, share", "%", share, [_MOST_PERCENT] * _PAIRS, "allowed")


def _rate(path: _Path, *, counted: bool) -> float:
    def times() -> None:
        for _ in range(_TIMES):
            path.work()

    if counted:
        return rate(_TIMES, times)
    with patch.object(observe, "count_operation", lambda *_: None):
        return rate(_TIMES, times)


def _count_alone(path: _Path) -> None:
    tally = Tally()
    for _ in range(_COUNTED):
        count_operation(path.operation, path.said, 0.01, None, tally)


def _intake(pool: Pool) -> _Path:
    publish = PublishAlerts(
        publisher=PostgresPublisher(pool, NoWaker()),
        encode=Codec((IngestAlert,)).encode,
        batch_attributes=batch_attributes,
        batch_data=batch_data,
    )
    source = Source(tenant_id=TenantId(uuid4()), name="alertmanager", kind="alertmanager", environment_id=None)
    said = {"accepted": 1, "quarantined": 0, "kind": "alertmanager"}

    def work() -> None:
        with observe.observed("ingest_alert") as seen:
            now = datetime.now(UTC)
            publish(source, parse_alertmanager(webhook(1, "metrics"), source, now), received_at=now, traceparent=None)
            seen.add(**said)

    return _Path("a webhook of one alert", "ingest_alert", said, work)


def _writer(database: Database, pool: Pool) -> _Path:
    handle = HandleIntents(
        store=PostgresFactStore(pool), aggregates=AGGREGATES_BY_TYPE, encode=Codec(FACTS).encode, waker=NoWaker()
    )
    tenant = TenantId(uuid4())
    database.execute(f"INSERT INTO access.tenant VALUES ('{tenant}', '{tenant}', 'bench')")

    def work() -> None:
        intents = [intent for _ in range(_BATCH) for intent in EXAMPLES["alert"](uuid4())][:_BATCH]
        with observe.observed("domain_writer") as seen:
            seen.add(**in_numbers(handle(tenant, [envelope_of(tenant, intent) for intent in intents])))

    return _Path(f"a batch of {_BATCH} intents", "domain_writer", {"facts": _BATCH, "accepted": _BATCH}, work)
