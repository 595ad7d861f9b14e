"""Intents per second through the write path, per aggregate and batch, against the same rows by plain SQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg

from bench.database import Database, a_database
from bench.example_intents import EXAMPLES
from bench.measure import RUNS, Result, rate, result
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.migrate import migrate
from shared.app.handle_intents import HandleIntents
from shared.domain.published import FACTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Intent
from shared.ports.wake import NoWaker

#: Batch size → intents per run: few commits are enough to see what one costs.
_BATCHES: Mapping[int, int] = {1: 60, 10: 300, 100: 1_000}
_NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_TABLES: Mapping[str, str] = {
    "domain.inbox": "message_id, request_hash, outcome",
    "domain.fact": "aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash",
    "domain.aggregate": "aggregate_type, aggregate_id, version, state, hash, seen_at, expected_by",
}


@dataclass(frozen=True, slots=True)
class _Run:
    ours: float
    plain: float


def run() -> Iterator[Result]:
    with a_database("intents") as database:
        migrate(database.url)
        pool = connect_pool(database.url, role="sre_writer", application="bench-intents", max_size=1)
        handle = HandleIntents(
            store=PostgresFactStore(pool), aggregates=AGGREGATES_BY_TYPE, encode=Codec(FACTS).encode, waker=NoWaker()
        )
        for name, example in EXAMPLES.items():
            for size, count in _BATCHES.items():
                runs = [_measured(database, handle, example, size, count) for _ in range(RUNS)]
                yield result(
                    f"intents: {name}, batches of {size}",
                    "intents/s",
                    [each.ours for each in runs],
                    [each.plain for each in runs],
                    "the same rows by plain SQL",
                )
        pool.close()


def _measured(
    database: Database, handle: HandleIntents, example: Callable[[UUID], Sequence[Intent]], size: int, count: int
) -> _Run:
    tenant, copy = TenantId(uuid4()), TenantId(uuid4())
    for one in (tenant, copy):
        database.execute(f"INSERT INTO access.tenant VALUES ('{one}', '{one}', 'bench')")
    intents = [intent for number in range(count) for intent in example(uuid5(tenant, str(number)))][:count]
    envelopes = [envelope_of(tenant, intent) for intent in intents]
    batches = [envelopes[start : start + size] for start in range(0, count, size)]

    def ours() -> None:
        for batch in batches:
            refused = [outcome for outcome in handle(tenant, batch) if outcome.status != "accepted"]
            if refused:
                raise RuntimeError(f"a bench asks only for what is accepted, and not: {refused[0].problem}")

    measured = rate(count, ours)
    plain = _plain_rows(database.url, tenant, copy, len(batches))
    return _Run(measured, rate(count, plain))


def envelope_of(tenant: TenantId, intent: Intent) -> Envelope[Intent]:
    message_id = uuid4()
    return Envelope(
        message_id=message_id,
        tenant_id=tenant,
        data=intent,
        occurred_at=_NOW + timedelta(minutes=1),
        producer="/bench",
        actor="human:bench",
        correlation_id=message_id,
    )


def _plain_rows(url: str, tenant: TenantId, copy: TenantId, commits: int) -> Callable[[], None]:
    """Inserts what our run has left, as one COPY per table in as many transactions."""
    with psycopg.connect(url) as connection:
        rows = {
            table: connection.execute(_of_tenant(table, columns), (tenant,)).fetchall()
            for table, columns in _TABLES.items()
        }

    def insert() -> None:
        with psycopg.connect(url) as connection:
            for number in range(commits):
                for table, columns in _TABLES.items():
                    _copy(connection, f"{table} (tenant_id, {columns})", copy, _share(rows[table], number, commits))
                connection.execute(
                    "INSERT INTO domain.outbox (position, lane, tenant_id)"
                    " SELECT position, lane, tenant_id FROM domain.fact"
                    " WHERE tenant_id = %s AND tx = pg_current_xact_id()",
                    (copy,),
                )
                connection.commit()

    return insert


def _of_tenant(table: str, columns: str) -> bytes:
    texts = ", ".join(f"{column.strip()}::text" for column in columns.split(","))
    return f"SELECT {texts} FROM {table} WHERE tenant_id = %s".encode()


def _share(rows: Sequence[Any], number: int, commits: int) -> Sequence[Any]:
    return rows[len(rows) * number // commits : len(rows) * (number + 1) // commits]


def _copy(connection: psycopg.Connection[Any], target: str, tenant: TenantId, rows: Sequence[Any]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row((str(tenant), *row))
