"""The two outboxes in Postgres, and how a relay takes lanes of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from shared.adapters.postgres.connection import TRANSIENT, Pool
from shared.kernel.wire import FACTS_TOPIC
from shared.ports.boundary import boundary
from shared.ports.fact_store import StoreUnavailable
from shared.ports.outbox import Claim, Outbox, OutboxRow

# The lock is taken in a statement of its own: a snapshot taken before the lock would still show what the previous
# holder has published and deleted.


@dataclass(frozen=True, slots=True)
class _Statements:
    lock: str
    read: str
    delete: str
    park: str


_DOMAIN = _Statements(
    lock="""
SELECT lane FROM generate_series(0, 15) AS lane
WHERE EXISTS (SELECT FROM domain.outbox o WHERE o.lane = lane.lane) AND pg_try_advisory_xact_lock(526001, lane)
""",
    read="""
SELECT o.position, f.tenant_id::text, %(topic)s, o.lane, f.aggregate_type, f.aggregate_id::text, f.event
FROM domain.outbox o
JOIN domain.fact f USING (position)
WHERE o.lane = ANY(%(lanes)s)
  AND NOT EXISTS (
      SELECT FROM domain.parked p
      WHERE p.tenant_id = f.tenant_id AND p.aggregate_type = f.aggregate_type AND p.aggregate_id = f.aggregate_id)
ORDER BY o.position
LIMIT %(limit)s
""",
    delete="DELETE FROM domain.outbox WHERE position = ANY(%(positions)s)",
    park="""
INSERT INTO domain.parked (tenant_id, aggregate_type, aggregate_id, position, reason)
VALUES (%(tenant)s, %(type)s, %(id)s, %(position)s, %(reason)s)
ON CONFLICT DO NOTHING
""",
)

_PROCESS = _Statements(
    lock="""
SELECT lane FROM generate_series(0, 15) AS lane
WHERE EXISTS (SELECT FROM process.outbox o WHERE o.lane = lane.lane) AND pg_try_advisory_xact_lock(526002, lane)
""",
    read="""
SELECT o.position, o.tenant_id::text, o.topic, o.lane, o.aggregate_type, o.aggregate_id, o.event
FROM process.outbox o
WHERE o.lane = ANY(%(lanes)s)
  AND NOT EXISTS (
      SELECT FROM process.parked p
      WHERE p.tenant_id = o.tenant_id AND p.aggregate_type = o.aggregate_type AND p.aggregate_id = o.aggregate_id)
ORDER BY o.position
LIMIT %(limit)s
""",
    delete="DELETE FROM process.outbox WHERE position = ANY(%(positions)s)",
    park="""
INSERT INTO process.parked (tenant_id, aggregate_type, aggregate_id, position, reason)
VALUES (%(tenant)s, %(type)s, %(id)s, %(position)s, %(reason)s)
ON CONFLICT DO NOTHING
""",
)


class PostgresOutbox:
    def __init__(self, pool: Pool, *, producer: str, statements: _Statements) -> None:
        self._pool = pool
        self._statements = statements
        self.producer = producer

    @contextmanager
    def claim(self, limit: int) -> Iterator[Claim]:
        self._pool.open()
        try:
            boundary("relay.claim")
            with self._pool.connection() as connection:
                with connection.transaction():
                    yield _Claim(connection, self._statements, self._read(connection, limit))
                    boundary("relay.commit")
                boundary("relay.committed")
        except TRANSIENT as away:
            raise StoreUnavailable(type(away).__name__) from away

    def _read(self, connection: Connection[Any], limit: int) -> list[OutboxRow]:
        lanes = [row[0] for row in connection.execute(self._statements.lock).fetchall()]
        if not lanes:
            return []
        parameters = {"lanes": lanes, "limit": limit, "topic": FACTS_TOPIC}
        return [OutboxRow(*row) for row in connection.execute(self._statements.read, parameters).fetchall()]


class _Claim:
    def __init__(self, connection: Connection[Any], statements: _Statements, rows: Sequence[OutboxRow]) -> None:
        self._connection = connection
        self._statements = statements
        self.rows = rows

    def settle(self, rows: Sequence[OutboxRow]) -> None:
        boundary("relay.settle")
        self._connection.execute(self._statements.delete, {"positions": [row.position for row in rows]})

    def park(self, row: OutboxRow, reason: str) -> None:
        parameters = {
            "tenant": row.tenant_id,
            "type": row.aggregate_type,
            "id": row.aggregate_id,
            "position": row.position,
            "reason": reason[:2000],
        }
        self._connection.execute(self._statements.park, parameters)


def domain_outbox(pool: Pool) -> Outbox:
    return PostgresOutbox(pool, producer="/sre/domain_writer", statements=_DOMAIN)


def process_outbox(pool: Pool) -> Outbox:
    return PostgresOutbox(pool, producer="/sre/triage_steps", statements=_PROCESS)
