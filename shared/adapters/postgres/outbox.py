"""The two outboxes in Postgres, and how a relay takes lanes of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.transport.publisher import JoinedPublisher, PostgresPublisher
from shared.kernel.wire import FACTS_TOPIC, PROCESS_FACTS_TOPIC
from shared.ports.failpoint import failpoint
from shared.ports.outbox import Outbox, OutboxClaim, OutboxRow
from shared.ports.store import StoreUnavailable

# The lock is taken in a statement of its own: a snapshot taken before the lock would still show what the previous
# holder has published and deleted.


#: So many tenants are looked at at a time; with more, the next claim goes on behind them.
_TENANTS = 64
_LEAST_OF_EACH = 50
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Statements:
    lock: str
    tenants: str
    read: str
    delete: str
    park: str


# One descent of the index per tenant, however much waits.
_TENANTS_OF = """
WITH RECURSIVE tenants AS (
    (SELECT tenant_id, 1 AS number FROM {table} WHERE tenant_id >= %(since)s ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT later.tenant_id, t.number + 1
    FROM tenants t CROSS JOIN LATERAL (
        SELECT o.tenant_id FROM {table} o WHERE o.tenant_id > t.tenant_id ORDER BY o.tenant_id LIMIT 1
    ) later
    WHERE t.number < %(tenants)s
)
SELECT tenant_id FROM tenants ORDER BY number
"""

_DOMAIN = _Statements(
    lock="""
SELECT lane FROM generate_series(0, 15) AS lane
WHERE EXISTS (SELECT FROM domain.outbox o WHERE o.lane = lane.lane) AND pg_try_advisory_xact_lock(526001, lane)
""",
    tenants=_TENANTS_OF.format(table="domain.outbox"),
    read="""
SELECT w.position, f.tenant_id::text, %(topic)s, w.lane, f.aggregate_type, f.aggregate_id::text, f.event
FROM (
    SELECT o.position, o.lane, row_number() OVER (PARTITION BY t.tenant_id ORDER BY o.position) AS place
    FROM unnest(%(of)s::uuid[]) AS t (tenant_id)
    CROSS JOIN LATERAL (
        SELECT o.position, o.lane FROM domain.outbox o JOIN domain.fact f USING (position)
        WHERE o.tenant_id = t.tenant_id AND o.lane = ANY(%(lanes)s)
          AND NOT EXISTS (
              SELECT FROM domain.parked p
              WHERE p.tenant_id = f.tenant_id AND p.aggregate_type = f.aggregate_type
                AND p.aggregate_id = f.aggregate_id)
        ORDER BY o.position LIMIT %(of_each)s
    ) o
    ORDER BY place, o.position LIMIT %(limit)s
) w
JOIN domain.fact f USING (position)
ORDER BY w.position
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
    tenants=_TENANTS_OF.format(table="process.outbox"),
    read="""
SELECT w.position, o.tenant_id::text, o.topic, o.lane, o.aggregate_type, o.aggregate_id, o.event,
    CASE WHEN o.topic = %(routed_by_type)s THEN o.event::json ->> 'type' ELSE '' END
FROM (
    SELECT o.position, row_number() OVER (PARTITION BY t.tenant_id ORDER BY o.position) AS place
    FROM unnest(%(of)s::uuid[]) AS t (tenant_id)
    CROSS JOIN LATERAL (
        SELECT o.position FROM process.outbox o
        WHERE o.tenant_id = t.tenant_id AND o.lane = ANY(%(lanes)s)
          AND NOT EXISTS (
              SELECT FROM process.parked p
              WHERE p.tenant_id = o.tenant_id AND p.aggregate_type = o.aggregate_type
                AND p.aggregate_id = o.aggregate_id)
        ORDER BY o.position LIMIT %(of_each)s
    ) o
    ORDER BY place, o.position LIMIT %(limit)s
) w
JOIN process.outbox o USING (position)
ORDER BY w.position
""",
    delete="DELETE FROM process.outbox WHERE position = ANY(%(positions)s)",
    park="""
INSERT INTO process.parked (tenant_id, aggregate_type, aggregate_id, position, reason)
VALUES (%(tenant)s, %(type)s, %(id)s, %(position)s, %(reason)s)
ON CONFLICT DO NOTHING
""",
)


class PostgresOutbox:
    def __init__(
        self, pool: Pool, *, producer: str, statements: _Statements, within: PostgresPublisher | None = None
    ) -> None:
        """``within``: publishes in the transaction of the claim."""
        self._pool = pool
        self._within = within
        self._statements = statements
        #: Where the next look at the tenants begins. Several relays may each have their own.
        self._since = _FIRST
        #: Since the look at the tenants began, something was left of one of them.
        self._left = False
        self.producer = producer

    @contextmanager
    def claim(self, limit: int) -> Iterator[OutboxClaim]:
        failpoint("relay.claim")
        with transaction(self._pool, unavailable=StoreUnavailable) as connection:
            joined = None if self._within is None else self._within.joined(connection)
            rows, more = self._read(connection, limit)
            yield _Claim(connection, self._statements, rows, more=more, publisher=joined)
            failpoint("relay.commit")
        failpoint("relay.committed")
        if joined is not None:
            joined.wake()

    def _read(self, connection: Connection[Any], limit: int) -> tuple[list[OutboxRow], bool]:
        """Reads the same number of rows of every tenant that has so many; and whether there may be more."""
        lanes = [row[0] for row in connection.execute(self._statements.lock).fetchall()]
        if not lanes:
            return [], False
        parameters: dict[str, object] = {
            "lanes": lanes,
            "limit": limit,
            "topic": FACTS_TOPIC,
            "routed_by_type": PROCESS_FACTS_TOPIC,
        }
        while True:
            tenants = self._next_tenants(connection)
            of_each = max(_LEAST_OF_EACH, min(limit, 2 * limit // max(1, len(tenants))))
            parameters |= {"of": tenants, "of_each": of_each}
            rows = [OutboxRow(*row) for row in connection.execute(self._statements.read, parameters).fetchall()]
            # Fewer than of_each in all are fewer of each tenant too.
            self._left = self._left or len(rows) >= min(of_each, limit)
            if self._since == _FIRST:
                left, self._left = self._left, False
                return rows, left
            if rows:
                return rows, True

    def _next_tenants(self, connection: Connection[Any]) -> list[UUID]:
        parameters = {"since": self._since, "tenants": _TENANTS}
        tenants = [row[0] for row in connection.execute(self._statements.tenants, parameters).fetchall()]
        self._since = tenants[-1] if len(tenants) == _TENANTS else _FIRST
        return tenants


class _Claim:
    def __init__(
        self,
        connection: Connection[Any],
        statements: _Statements,
        rows: Sequence[OutboxRow],
        *,
        more: bool,
        publisher: JoinedPublisher | None,
    ) -> None:
        self._connection = connection
        self._statements = statements
        self.rows = rows
        self.more = more
        self.publisher = publisher

    def settle(self, rows: Sequence[OutboxRow]) -> None:
        failpoint("relay.settle")
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


def domain_outbox(pool: Pool, within: PostgresPublisher | None = None) -> Outbox:
    return PostgresOutbox(pool, producer="/sre/domain_writer", statements=_DOMAIN, within=within)


def process_outbox(pool: Pool, within: PostgresPublisher | None = None) -> Outbox:
    return PostgresOutbox(pool, producer="/sre/triage_steps", statements=_PROCESS, within=within)
