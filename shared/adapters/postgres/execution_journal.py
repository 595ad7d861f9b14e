"""The journal of what was begun, on Postgres, as the role sre_coder: what halts an action is read where it begins."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId, triage_policy_id_for
from shared.ports.effects import EffectOrder
from shared.ports.execution_journal import ExecutionJournal, Halt, JournaledEffect, Lease
from shared.ports.store import StoreUnavailable
from shared.remediation.outcome import ActionOutcome

_LONGEST_TARGET = 2_000


class PostgresExecutionJournal:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def effects(self, tenant_id: TenantId, approval_id: UUID) -> Mapping[int, JournaledEffect]:
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(
                "SELECT place, outcome FROM coder.effect WHERE tenant_id = %s AND approval_id = %s",
                (tenant_id, approval_id),
            ).fetchall()
        return {
            place: JournaledEffect(None if outcome is None else ActionOutcome.model_validate(outcome))
            for place, outcome in rows
        }

    def halt(self, tenant_id: TenantId, approval_id: UUID) -> Halt | None:
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            return _halt(connection, tenant_id, approval_id)

    def take(self, lease: Lease) -> bool:
        with transaction(self._pool, unavailable=StoreUnavailable) as connection:
            taken = connection.execute(
                "INSERT INTO coder.lease AS held (name, owner, until)"
                " SELECT name, %s, clock_timestamp() + make_interval(secs => %s) FROM unnest(%s::text[]) AS name"
                " ON CONFLICT (name) DO UPDATE SET owner = EXCLUDED.owner, until = EXCLUDED.until"
                " WHERE held.owner = EXCLUDED.owner OR held.until < clock_timestamp()",
                (lease.owner, lease.for_s, _named(lease)),
            ).rowcount
            whole = taken == len(lease.names)
            if not whole:
                # Part of it is nothing.
                connection.execute("DELETE FROM coder.lease WHERE owner = %s AND name = ANY(%s)", _owned(lease))
        return whole

    def give_back(self, lease: Lease) -> None:
        with transaction(self._pool, unavailable=StoreUnavailable) as connection:
            connection.execute("DELETE FROM coder.lease WHERE owner = %s AND name = ANY(%s)", _owned(lease))

    def begin(self, order: EffectOrder, target: str, lease: Lease) -> Halt | None:
        key = (order.tenant_id, order.approval_id)
        with transaction(self._pool, order.tenant_id, unavailable=StoreUnavailable) as connection:
            # Whoever cancels waits for this row, or has been here before.
            connection.execute(
                "INSERT INTO coder.execution (tenant_id, approval_id) VALUES (%s, %s)"
                " ON CONFLICT (tenant_id, approval_id) DO UPDATE SET changed_at = clock_timestamp()",
                key,
            )
            halt = _halt(connection, *key)
            if halt is not None:
                return halt
            renewed = connection.execute(
                "UPDATE coder.lease SET until = clock_timestamp() + make_interval(secs => %s)"
                " WHERE owner = %s AND name = ANY(%s) AND until >= clock_timestamp()",
                (lease.for_s, *_owned(lease)),
            ).rowcount
            if renewed != len(lease.names):
                return Halt.LEASE_LOST
            connection.execute(
                "INSERT INTO coder.effect AS begun (tenant_id, approval_id, place, effect_id, action, target)"
                " VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (tenant_id, approval_id, place) DO UPDATE"
                " SET attempts = begun.attempts + 1, begun_at = clock_timestamp(), outcome = NULL, settled_at = NULL",
                (*key, order.index, order.effect_id, order.action.action, target[:_LONGEST_TARGET]),
            )
        return None

    def settle(self, tenant_id: TenantId, approval_id: UUID, outcome: ActionOutcome) -> None:
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            connection.execute(
                "UPDATE coder.effect SET outcome = %s, settled_at = clock_timestamp()"
                " WHERE tenant_id = %s AND approval_id = %s AND place = %s",
                (Jsonb(outcome.model_dump(mode="json")), tenant_id, approval_id, outcome.index),
            )

    def cancel(self, tenant_id: TenantId, approval_id: UUID, by: str) -> None:
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            connection.execute(
                "INSERT INTO coder.execution AS e (tenant_id, approval_id, cancelled_at, cancelled_by)"
                " VALUES (%s, %s, clock_timestamp(), %s) ON CONFLICT (tenant_id, approval_id) DO UPDATE"
                " SET cancelled_at = coalesce(e.cancelled_at, EXCLUDED.cancelled_at),"
                " cancelled_by = coalesce(e.cancelled_by, EXCLUDED.cancelled_by)",
                (tenant_id, approval_id, by),
            )


def _halt(connection: Connection[TupleRow], tenant_id: TenantId, approval_id: UUID) -> Halt | None:
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM coder.execution"
        " WHERE tenant_id = %(tenant)s AND approval_id = %(approval)s AND cancelled_at IS NOT NULL),"
        " EXISTS (SELECT FROM coder.switch WHERE name = 'all' AND paused),"
        " EXISTS (SELECT FROM domain.aggregate WHERE tenant_id = %(tenant)s AND aggregate_type = 'triage_policy'"
        " AND aggregate_id = %(policy)s AND state -> 'paused' = 'true')",
        {"tenant": tenant_id, "approval": approval_id, "policy": triage_policy_id_for(tenant_id)},
    ).fetchone()
    halts = zip((Halt.CANCELLED, Halt.PAUSED_FOR_ALL, Halt.PAUSED), row or (), strict=True)
    return next((halt for halt, applies in halts if applies), None)


def _named(lease: Lease) -> list[str]:
    """In one order, so that two who want the same wait for each other and never in a circle."""
    return sorted(sha256(name.encode()).hexdigest() for name in lease.names)


def _owned(lease: Lease) -> tuple[UUID, list[str]]:
    return lease.owner, _named(lease)


_: type[ExecutionJournal] = PostgresExecutionJournal
