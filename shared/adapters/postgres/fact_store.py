"""Facts, aggregates, inbox and outbox in Postgres: two reads and one write per transaction, whatever the batch."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection
from pydantic_core import to_json

from shared.adapters.postgres.connection import TRANSIENT, Pool, transaction
from shared.adapters.postgres.outcome_record import outcome_from_record, outcome_to_record
from shared.kernel.ids import TenantId
from shared.ports.fact_store import (
    AggregateKey,
    AggregateRow,
    FactStore,
    LostRace,
    RecordedOutcome,
    StoredAggregate,
    Unstorable,
    Write,
    WriteSession,
)
from shared.ports.failpoint import failpoint
from shared.ports.store import StoreUnavailable

# LATERAL looks every key up in the primary key, whatever the statistics say of a table that was empty a minute ago; a
# plain join may read all of the tenant's rows for each of them.
_RECORDED = """
SELECT i.message_id, i.request_hash, i.outcome, f.position
FROM unnest(%(ids)s::uuid[]) AS k (message_id)
CROSS JOIN LATERAL (
    SELECT * FROM domain.inbox WHERE tenant_id = %(tenant)s AND message_id = k.message_id LIMIT 1
) AS i
LEFT JOIN LATERAL (
    SELECT position FROM domain.fact
    WHERE jsonb_array_length(i.outcome -> 'fact_ids') > 0
      AND tenant_id = %(tenant)s
      AND aggregate_type = i.outcome ->> 'aggregate_type'
      AND aggregate_id = (i.outcome ->> 'aggregate_id')::uuid
      AND version = (i.outcome ->> 'aggregate_version')::integer
    LIMIT 1
) AS f ON true
"""

# The keys come sorted, so that everybody locks in the same order.
_LOAD = """
SELECT a.aggregate_type, a.aggregate_id::text, a.version, a.state, a.hash, a.seen_at
FROM unnest(%(types)s::text[], %(ids)s::uuid[]) AS k (aggregate_type, aggregate_id)
CROSS JOIN LATERAL (
    SELECT * FROM domain.aggregate
    WHERE tenant_id = %(tenant)s AND aggregate_type = k.aggregate_type AND aggregate_id = k.aggregate_id
    LIMIT 1
    FOR UPDATE
) AS a
"""

_CONSULT = """
SELECT a.aggregate_type, a.aggregate_id::text, a.state
FROM unnest(%(types)s::text[], %(ids)s::uuid[]) AS k (aggregate_type, aggregate_id)
CROSS JOIN LATERAL (
    SELECT * FROM domain.aggregate
    WHERE tenant_id = %(tenant)s AND aggregate_type = k.aggregate_type AND aggregate_id = k.aggregate_id
    LIMIT 1
) AS a
"""

_DRAW = """
INSERT INTO domain.counter AS c (tenant_id, name, value) VALUES (%(tenant)s, %(name)s, %(count)s)
ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + excluded.value
RETURNING value
"""

# A row that was only sighted comes with version 0: it exists and is locked, and the upsert finds it by its key.
_WRITE = """
WITH inbox AS (
    INSERT INTO domain.inbox (tenant_id, message_id, request_hash, outcome)
    SELECT %(tenant)s, r.message_id, decode(r.request_hash, 'hex'), r.outcome
    FROM json_to_recordset(%(inbox)s::json) AS r (message_id uuid, request_hash text, outcome jsonb)
),
facts AS (
    INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash)
    SELECT %(tenant)s, r.aggregate_type, r.aggregate_id, r.version, r.fact_id, r.type, r.lane, r.event,
           decode(r.hash, 'hex')
    FROM json_to_recordset(%(facts)s::json) AS r (
        aggregate_type text, aggregate_id uuid, version integer, fact_id uuid, type text, lane smallint,
        event text, hash text
    )
    RETURNING position, fact_id, lane
),
outbox AS (INSERT INTO domain.outbox (position, lane) SELECT position, lane FROM facts),
aggregates AS (
    INSERT INTO domain.aggregate AS a
        (tenant_id, aggregate_type, aggregate_id, version, state, hash, seen_at, expected_by, said)
    SELECT %(tenant)s, r.aggregate_type, r.aggregate_id, r.version, r.state, decode(r.hash, 'hex'),
           r.seen_at, r.expected_by, r.said
    FROM json_to_recordset(%(aggregates)s::json) AS r (
        aggregate_type text, aggregate_id uuid, version integer, state jsonb, hash text, seen_at timestamptz,
        expected_by timestamptz, said jsonb
    )
    ON CONFLICT (tenant_id, aggregate_type, aggregate_id) DO UPDATE SET
        version = CASE WHEN excluded.version = 0 THEN a.version ELSE excluded.version END,
        state = CASE WHEN excluded.version = 0 THEN a.state ELSE excluded.state END,
        hash = CASE WHEN excluded.version = 0 THEN a.hash ELSE excluded.hash END,
        updated_at = CASE WHEN excluded.version = 0 THEN a.updated_at ELSE clock_timestamp() END,
        -- What was kept of a time to come, before claims were bounded, gives way to the next word.
        seen_at = greatest(
            excluded.seen_at, CASE WHEN a.seen_at <= clock_timestamp() + interval '1 day' THEN a.seen_at END
        ),
        said = CASE
            WHEN excluded.seen_at IS NULL
              OR excluded.seen_at < a.seen_at AND a.seen_at <= clock_timestamp() + interval '1 day'
            THEN a.said ELSE excluded.said END,
        expected_by = CASE WHEN excluded.seen_at IS NULL THEN a.expected_by ELSE excluded.expected_by END
)
SELECT fact_id, position FROM facts
"""


class PostgresFactStore:
    """Acts as the writer's role; the unique key on (aggregate, version) is the last line of defence."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @contextmanager
    def session(self, tenant_id: TenantId) -> Iterator[WriteSession]:
        try:
            failpoint("writer.connect")
            with transaction(self._pool, tenant_id) as connection:
                yield _Session(connection, tenant_id)
                failpoint("writer.commit")
            failpoint("writer.committed")
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
        failpoint("writer.recorded")
        rows = self._connection.execute(_RECORDED, {"tenant": self._tenant, "ids": list(message_ids)}).fetchall()
        return {
            message_id: RecordedOutcome(bytes(request_hash), outcome_from_record(message_id, outcome, position))
            for message_id, request_hash, outcome, position in rows
        }

    def load(self, keys: Sequence[AggregateKey]) -> Mapping[AggregateKey, StoredAggregate]:
        if not keys:
            return {}
        failpoint("writer.load")
        rows = self._connection.execute(_LOAD, self._named(keys)).fetchall()
        return {
            AggregateKey(aggregate_type, aggregate_id): StoredAggregate(version, state, bytes(last_hash), seen_at)
            for aggregate_type, aggregate_id, version, state, last_hash, seen_at in rows
        }

    def consult(self, keys: Sequence[AggregateKey]) -> Mapping[AggregateKey, Any]:
        if not keys:
            return {}
        failpoint("writer.consult")
        rows = self._connection.execute(_CONSULT, self._named(keys)).fetchall()
        return {AggregateKey(aggregate_type, aggregate_id): state for aggregate_type, aggregate_id, state in rows}

    def draw_numbers(self, counter: str, count: int) -> range:
        failpoint("writer.draw_numbers")
        row = self._connection.execute(_DRAW, {"tenant": self._tenant, "name": counter, "count": count}).fetchone()
        assert row is not None  # noqa: S101 - RETURNING of an upsert
        return range(row[0] - count + 1, row[0] + 1)

    def write(self, write: Write) -> Mapping[UUID, int]:
        failpoint("writer.write")
        rows = self._connection.execute(_WRITE, {"tenant": self._tenant, **_records(write)}).fetchall()
        failpoint("writer.written")
        return dict(rows)

    def _named(self, keys: Sequence[AggregateKey]) -> dict[str, Any]:
        return {
            "tenant": self._tenant,
            "types": [key.aggregate_type for key in keys],
            "ids": [key.aggregate_id for key in keys],
        }


def _records(write: Write) -> dict[str, str]:
    """The rows of each table as one JSON parameter: one parse in the database instead of an array per column."""
    inbox = [
        {
            "message_id": str(row.outcome.message_id),
            "request_hash": row.request_hash.hex(),
            "outcome": outcome_to_record(row.outcome, row.key),
        }
        for row in write.inbox
    ]
    facts = [
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
    ]
    aggregates = ",".join(_aggregate(row) for row in write.aggregates)
    return {"inbox": _json(inbox), "facts": _json(facts), "aggregates": f"[{aggregates}]"}


def _aggregate(row: AggregateRow) -> str:
    """The state is JSON already: it is set in as it is."""
    head = {
        "aggregate_type": row.key.aggregate_type,
        "aggregate_id": row.key.aggregate_id,
        "version": row.version if row.changed else 0,
        "hash": row.hash.hex(),
        "seen_at": None if row.seen_at is None else row.seen_at.isoformat(),
        "expected_by": None if row.expected_by is None else row.expected_by.isoformat(),
        "said": dict(row.said) or None,
    }
    return f'{_json(head)[:-1]},"state":{row.state if row.changed else "{}"}}}'


def _json(value: Any) -> str:
    return to_json(value).decode()


_: type[FactStore] = PostgresFactStore
