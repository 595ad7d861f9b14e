"""Workflows in Postgres: one tenant's workflows of one type move in one transaction at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from psycopg import Connection

from shared.adapters.postgres.connection import Pool, sweep, transaction
from shared.adapters.postgres.processes.records import cause_from, records_of
from shared.adapters.postgres.processes.statements import DUE, LOAD, PROGRESS, TENANTS_DUE, TURN, TYPES_DUE, WRITE
from shared.kernel.ids import TenantId, derive
from shared.ports.failpoint import failpoint
from shared.ports.processes import AggregateRef, ProcessStore, ProcessTurn, ProcessWrite
from shared.ports.store import StoreUnavailable
from shared.processes.process import TimerFired


def types_due(pool: Pool, types: Collection[str]) -> frozenset[str]:
    """Gives those of these types of workflows of which a timer is due, of any tenant. Raises StoreUnavailable."""
    failpoint("process.types_due")
    with sweep(pool, unavailable=StoreUnavailable) as connection:
        rows = connection.execute(TYPES_DUE, {"types": list(types)}).fetchall()
    return frozenset(row[0] for row in rows)


class PostgresProcessStore:
    """The turn is an advisory lock of tenant and type: rules, keys and instances cannot move under a batch."""

    def __init__(self, pool: Pool, workflow_type: str) -> None:
        self._pool = pool
        self._type = workflow_type

    @contextmanager
    def turn(self, tenant_id: TenantId) -> Iterator[ProcessTurn]:
        failpoint("process.connect")
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            failpoint("process.turn")
            connection.execute(TURN, {"tenant": tenant_id, "type": self._type})
            yield _Turn(connection, tenant_id, self._type)
            failpoint("process.commit")
        failpoint("process.committed")

    def tenants_with_due_timers(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[TenantId]:
        failpoint("process.tenants_due")
        parameters = {"type": self._type, "limit": limit, "without": list(without)}
        with sweep(self._pool, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(TENANTS_DUE, parameters).fetchall()
        return [TenantId(row[0]) for row in rows]


class _Turn:
    def __init__(self, connection: Connection[Any], tenant_id: TenantId, workflow_type: str) -> None:
        self._connection = connection
        self._tenant_id = tenant_id
        self._of: dict[str, Any] = {"tenant": tenant_id, "type": workflow_type}

    def progress(self, aggregates: Collection[AggregateRef]) -> Mapping[AggregateRef, int]:
        failpoint("process.progress")
        parameters = {
            "types": [aggregate.aggregate_type for aggregate in aggregates],
            "ids": [aggregate.aggregate_id for aggregate in aggregates],
        }
        rows = self._connection.execute(PROGRESS, self._of | parameters).fetchall()
        return {AggregateRef(row[0], row[1]): row[2] for row in rows}

    def load(self, *, keys: Collection[str] = (), workflow_ids: Collection[str] = ()) -> Sequence[Mapping[str, Any]]:
        failpoint("process.load")
        parameters = {"keys": list(keys), "workflow_ids": list(workflow_ids)}
        return [row[0] for row in self._connection.execute(LOAD, self._of | parameters).fetchall()]

    def due(self, limit: int) -> Sequence[TimerFired]:
        failpoint("process.due")
        rows = self._connection.execute(DUE, self._of | {"limit": limit}).fetchall()
        return [
            TimerFired(
                message_id=_timer_id(self._tenant_id, workflow_id, name, due_at.isoformat()),
                tenant_id=self._tenant_id,
                workflow_id=workflow_id,
                name=name,
                at=now,
                cause=cause_from(cause),
            )
            for workflow_id, name, due_at, cause, now in rows
        ]

    def write(self, write: ProcessWrite) -> None:
        failpoint("process.write")
        self._connection.execute(WRITE, self._of | records_of(write))
        failpoint("process.written")


def _timer_id(tenant_id: TenantId, workflow_id: str, name: str, due_at: str) -> UUID:
    return derive(tenant_id, "timer", workflow_id, name, due_at)


_: type[ProcessStore] = PostgresProcessStore
