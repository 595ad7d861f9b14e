"""Aggregates as the writer left them, read by the query role: one indexed statement per question."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.outcome_record import outcome_from_record
from shared.kernel.ids import TenantId
from shared.ports.current_state import Beginning, Reference, Stored
from shared.ports.outcome import Outcome


class PostgresCurrentState:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def get(self, tenant_id: TenantId, reference: Reference) -> Stored | None:
        with transaction(self._pool, tenant_id) as connection:
            row = connection.execute(
                "SELECT aggregate_id, version, state, updated_at, seen_at, said FROM domain.aggregate"
                " WHERE tenant_id = %s AND aggregate_type = %s AND aggregate_id = %s",
                (tenant_id, reference.aggregate_type, reference.aggregate_id),
            ).fetchone()
        return None if row is None else _stored(row)

    def missing(self, tenant_id: TenantId, references: Collection[Reference]) -> frozenset[Reference]:
        wanted = list(references)
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(
                "SELECT aggregate_type, aggregate_id FROM domain.aggregate WHERE tenant_id = %s"
                " AND (aggregate_type, aggregate_id) IN (SELECT * FROM unnest(%s::text[], %s::uuid[]))",
                (
                    tenant_id,
                    [reference.aggregate_type for reference in wanted],
                    [reference.aggregate_id for reference in wanted],
                ),
            ).fetchall()
        return frozenset(wanted) - {Reference(*row) for row in rows}

    def found(self, tenant_id: TenantId, references: Collection[Reference]) -> Mapping[Reference, Stored]:
        wanted = list(references)
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(
                "SELECT aggregate_type, aggregate_id, version, state, updated_at, seen_at, said FROM domain.aggregate"
                " JOIN unnest(%s::text[], %s::uuid[]) AS wanted (aggregate_type, aggregate_id)"
                " USING (aggregate_type, aggregate_id) WHERE tenant_id = %s",
                (
                    [reference.aggregate_type for reference in wanted],
                    [reference.aggregate_id for reference in wanted],
                    tenant_id,
                ),
            ).fetchall()
        return {Reference(row[0], row[1]): _stored(row[1:]) for row in rows}

    def incidents_numbered(self, tenant_id: TenantId, numbers: Collection[int]) -> Mapping[int, UUID]:
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(
                "SELECT (state ->> 'number')::bigint, aggregate_id FROM domain.aggregate"
                " WHERE tenant_id = %s AND aggregate_type = 'incident' AND (state ->> 'number')::bigint = ANY(%s)",
                (tenant_id, list(numbers)),
            ).fetchall()
        return dict(rows)

    def listed(
        self,
        tenant_id: TenantId,
        aggregate_type: str,
        *,
        holding: Mapping[str, Any],
        beginning: Beginning | None = None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Stored]:
        path, text = beginning or ((), None)
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(
                "SELECT aggregate_id, version, state, updated_at, seen_at, said FROM domain.aggregate"
                " WHERE tenant_id = %s AND aggregate_type = %s AND state @> %s"
                " AND (%s::text IS NULL OR starts_with(state #>> %s::text[], %s))"
                " AND aggregate_id > coalesce(%s, '00000000-0000-0000-0000-000000000000'::uuid)"
                " ORDER BY aggregate_id LIMIT %s",
                (tenant_id, aggregate_type, Jsonb(dict(holding)), text, list(path), text, after, limit),
            ).fetchall()
        return [_stored(row) for row in rows]

    def open_incidents(self, tenant_id: TenantId, *, below_number: int | None, limit: int) -> Sequence[Stored]:
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(
                "SELECT aggregate_id, version, state - ARRAY['timeline', 'older_entry_ids', 'alerts'],"
                " updated_at, seen_at, said FROM domain.aggregate"
                " WHERE tenant_id = %s AND aggregate_type = 'incident' AND open_number IS NOT NULL"
                " AND (%s::bigint IS NULL OR open_number < %s)"
                " ORDER BY open_number DESC LIMIT %s",
                (tenant_id, below_number, below_number, limit),
            ).fetchall()
        return [_stored(row) for row in rows]

    def lasting_silences(self, tenant_id: TenantId, *, at: datetime, limit: int) -> Sequence[Stored]:
        """Texts of moments, which are compared here, are all in UTC; that of a whole second comes after its parts."""
        ends = (at - timedelta(seconds=1)).astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00")
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(
                "SELECT aggregate_id, version, state, updated_at, seen_at, said FROM ("
                " SELECT * FROM domain.aggregate"
                " WHERE tenant_id = %s AND aggregate_type = 'silence' AND lasts_until IS NOT NULL"
                " ORDER BY lasts_until DESC, aggregate_id LIMIT %s"
                ") AS lasting WHERE lasts_until >= %s ORDER BY aggregate_id",
                (tenant_id, limit, ends),
            ).fetchall()
        return [_stored(row) for row in rows]

    def outcome(self, tenant_id: TenantId, message_id: UUID) -> Outcome | None:
        """Its position is that of its last fact."""
        with transaction(self._pool, tenant_id) as connection:
            row = connection.execute(
                "SELECT inbox.outcome, fact.position FROM domain.inbox LEFT JOIN domain.fact"
                " ON fact.tenant_id = inbox.tenant_id AND fact.aggregate_type = inbox.outcome ->> 'aggregate_type'"
                " AND fact.aggregate_id = (inbox.outcome ->> 'aggregate_id')::uuid"
                " AND fact.version = (inbox.outcome ->> 'aggregate_version')::int"
                " AND inbox.outcome ->> 'status' = 'accepted' AND inbox.outcome -> 'fact_ids' <> '[]'"
                " WHERE inbox.tenant_id = %s AND inbox.message_id = %s",
                (tenant_id, message_id),
            ).fetchone()
        return None if row is None else outcome_from_record(message_id, row[0], row[1])


def _stored(row: tuple[Any, ...]) -> Stored:
    aggregate_id, version, state, updated_at, seen_at, said = row
    return Stored(
        aggregate_id=aggregate_id, version=version, state=state, updated_at=updated_at, seen_at=seen_at, said=said or {}
    )
