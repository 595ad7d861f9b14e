"""Facts, aggregates, inbox and outbox in Postgres: two reads and one write per transaction, whatever the batch."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection

from shared.adapters.postgres.connection import TRANSIENT, Pool, set_tenant
from shared.adapters.postgres.outcome_record import outcome_from_record, outcome_to_record
from shared.kernel.ids import TenantId
from shared.ports.boundary import boundary
from shared.ports.fact_store import (
    AggregateKey,
    FactStore,
    LostRace,
    RecordedOutcome,
    StoredAggregate,
    StoreUnavailable,
    Unstorable,
    Write,
    WriteSession,
)

_RECORDED = """
SELECT i.message_id, i.request_hash, i.outcome, f.position
FROM domain.inbox i
LEFT JOIN domain.fact f
  ON jsonb_array_length(i.outcome -> 'fact_ids') > 0
 AND f.tenant_id = i.tenant_id
 AND f.aggregate_type = i.outcome ->> 'aggregate_type'
 AND f.aggregate_id = (i.outcome ->> 'aggregate_id')::uuid
 AND f.version = (i.outcome ->> 'aggregate_version')::integer
WHERE i.tenant_id = %(tenant)s AND i.message_id = ANY(%(ids)s)
"""

_LOAD = """
SELECT a.aggregate_type, a.aggregate_id::text, a.version, a.state, a.hash, a.seen_at
FROM domain.aggregate a
JOIN unnest(%(types)s::text[], %(ids)s::uuid[]) AS k (aggregate_type, aggregate_id) USING (aggregate_type, aggregate_id)
WHERE a.tenant_id = %(tenant)s
ORDER BY a.aggregate_type, a.aggregate_id
FOR UPDATE OF a
"""

_DRAW = """
INSERT INTO domain.counter AS c (tenant_id, name, value) VALUES (%(tenant)s, %(name)s, %(count)s)
ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + excluded.value
RETURNING value
"""

_WRITE = """
WITH document AS MATERIALIZED (SELECT %(document)s::json AS d),
inbox AS (
    INSERT INTO domain.inbox (tenant_id, message_id, request_hash, outcome)
    SELECT %(tenant)s, r.message_id, decode(r.request_hash, 'hex'), r.outcome
    FROM document, json_to_recordset(d -> 'inbox') AS r (message_id uuid, request_hash text, outcome jsonb)
),
facts AS (
    INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash)
    SELECT %(tenant)s, r.aggregate_type, r.aggregate_id, r.version, r.fact_id, r.type, r.lane, r.event,
           decode(r.hash, 'hex')
    FROM document, json_to_recordset(d -> 'facts') AS r (
        aggregate_type text, aggregate_id uuid, version integer, fact_id uuid, type text, lane smallint,
        event text, hash text
    )
    RETURNING position, fact_id, lane
),
outbox AS (INSERT INTO domain.outbox (position, lane) SELECT position, lane FROM facts),
changed AS (
    INSERT INTO domain.aggregate AS a
        (tenant_id, aggregate_type, aggregate_id, version, state, hash, seen_at, expected_by)
    SELECT %(tenant)s, r.aggregate_type, r.aggregate_id, r.version, r.state, decode(r.hash, 'hex'),
           r.seen_at, r.expected_by
    FROM document, json_to_recordset(d -> 'changed') AS r (
        aggregate_type text, aggregate_id uuid, version integer, state jsonb, hash text, seen_at timestamptz,
        expected_by timestamptz
    )
    ON CONFLICT (tenant_id, aggregate_type, aggregate_id) DO UPDATE SET
        version = excluded.version, state = excluded.state, hash = excluded.hash, updated_at = clock_timestamp(),
        seen_at = coalesce(excluded.seen_at, a.seen_at),
        expected_by = CASE WHEN excluded.seen_at IS NULL THEN a.expected_by ELSE excluded.expected_by END
),
sighted AS (
    UPDATE domain.aggregate a
    SET seen_at = greatest(a.seen_at, r.seen_at), expected_by = r.expected_by
    FROM document, json_to_recordset(d -> 'sighted') AS r (
        aggregate_type text, aggregate_id uuid, seen_at timestamptz, expected_by timestamptz
    )
    WHERE a.tenant_id = %(tenant)s AND a.aggregate_type = r.aggregate_type AND a.aggregate_id = r.aggregate_id
)
SELECT fact_id, position FROM facts
"""


class PostgresFactStore:
    """Acts as the writer's role; the unique key on (aggregate, version) is the last line of defence."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @contextmanager
    def session(self, tenant_id: TenantId) -> Iterator[WriteSession]:
        self._pool.open()
        try:
            boundary("writer.connect")
            with self._pool.connection() as connection:
                with connection.transaction():
                    set_tenant(connection, tenant_id)
                    yield _Session(connection, tenant_id)
                    boundary("writer.commit")
                boundary("writer.committed")
        except psycopg.errors.UniqueViolation as race:
            raise LostRace(race.diag.constraint_name or "unique") from race
        except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as race:
            raise LostRace("deadlock") from race
        except psycopg.DataError as refused:
            raise Unstorable(refused.diag.message_primary or "the database refuses a value") from refused
        except TRANSIENT as away:
            raise StoreUnavailable(type(away).__name__) from away


class _Session:
    def __init__(self, connection: Connection[Any], tenant_id: TenantId) -> None:
        self._connection = connection
        self._tenant = tenant_id

    def recorded(self, message_ids: Sequence[UUID]) -> Mapping[UUID, RecordedOutcome]:
        boundary("writer.recorded")
        rows = self._connection.execute(_RECORDED, {"tenant": self._tenant, "ids": list(message_ids)}).fetchall()
        return {
            message_id: RecordedOutcome(bytes(request_hash), outcome_from_record(message_id, outcome, position))
            for message_id, request_hash, outcome, position in rows
        }

    def load(self, keys: Sequence[AggregateKey]) -> Mapping[AggregateKey, StoredAggregate]:
        if not keys:
            return {}
        boundary("writer.load")
        parameters = {
            "tenant": self._tenant,
            "types": [key.aggregate_type for key in keys],
            "ids": [key.aggregate_id for key in keys],
        }
        rows = self._connection.execute(_LOAD, parameters).fetchall()
        return {
            AggregateKey(aggregate_type, aggregate_id): StoredAggregate(version, state, bytes(last_hash), seen_at)
            for aggregate_type, aggregate_id, version, state, last_hash, seen_at in rows
        }

    def draw_numbers(self, counter: str, count: int) -> range:
        boundary("writer.draw_numbers")
        row = self._connection.execute(_DRAW, {"tenant": self._tenant, "name": counter, "count": count}).fetchone()
        assert row is not None  # noqa: S101 - RETURNING of an upsert
        return range(row[0] - count + 1, row[0] + 1)

    def write(self, write: Write) -> Mapping[UUID, int]:
        boundary("writer.write")
        rows = self._connection.execute(_WRITE, {"tenant": self._tenant, "document": _document(write)}).fetchall()
        boundary("writer.written")
        return dict(rows)


def _document(write: Write) -> str:
    """All rows as one JSON parameter: one parse in the database instead of an array per column."""
    document = {
        "inbox": [
            {
                "message_id": str(row.outcome.message_id),
                "request_hash": row.request_hash.hex(),
                "outcome": outcome_to_record(row.outcome, row.key),
            }
            for row in write.inbox
        ],
        "facts": [
            {
                "aggregate_type": row.key.aggregate_type,
                "aggregate_id": row.key.aggregate_id,
                "version": row.version,
                "fact_id": str(row.fact_id),
                "type": row.type,
                "lane": row.lane,
                "event": row.event,
                "hash": row.hash.hex(),
            }
            for row in write.facts
        ],
        "sighted": [
            {
                "aggregate_type": row.key.aggregate_type,
                "aggregate_id": row.key.aggregate_id,
                "seen_at": _iso(row.seen_at),
                "expected_by": _iso(row.expected_by),
            }
            for row in write.aggregates
            if not row.changed
        ],
    }
    changed = ",".join(_changed(row) for row in write.aggregates if row.changed)
    return f'{json.dumps(document, ensure_ascii=False, separators=(",", ":"))[:-1]},"changed":[{changed}]}}'


def _changed(row: Any) -> str:
    """The state is JSON already: it is set in as it is."""
    head = json.dumps(
        {
            "aggregate_type": row.key.aggregate_type,
            "aggregate_id": row.key.aggregate_id,
            "version": row.version,
            "hash": row.hash.hex(),
            "seen_at": _iso(row.seen_at),
            "expected_by": _iso(row.expected_by),
        },
        separators=(",", ":"),
    )
    return f'{head[:-1]},"state":{row.state}}}'


def _iso(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()


_: type[FactStore] = PostgresFactStore
