"""How far a view is, and a bounded wait until it holds a caller's own write."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from psycopg import Cursor, sql
from psycopg.rows import DictRow, dict_row

from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.projections.slots import serving
from shared.kernel.ids import TenantId
from shared.projections.page import AsOf
from shared.projections.projection import Projection

_FIRST_PAUSE_S = 0.01
_LONGEST_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class Reading:
    """One tenant's reading transaction; ``as_of`` was taken before any row was read, so rows are at least that new."""

    cursor: Cursor[DictRow]
    as_of: AsOf

    def rows(self, statement: str, parameters: dict[str, Any]) -> list[DictRow]:
        return self.cursor.execute(serving(statement), parameters).fetchall()


class FreshReads:
    """``beside`` reads a second projection in the same answer, which is then as old as the older of both."""

    def __init__(
        self, pool: Pool, projection: Projection, *, wait_s: float, beside: "FreshReads | None" = None
    ) -> None:
        self._pool = pool
        self._wait_s = wait_s
        self._beside = beside
        self._aggregate_types = sorted(projection.aggregate_types)
        progress = sql.Identifier(projection.name, "progress")
        # Exact for the caller's own write: the high-water mark may be beyond it while its aggregate is not there yet.
        arrived = sql.SQL(
            "SELECT EXISTS (SELECT FROM domain.fact f"
            " LEFT JOIN {} p USING (tenant_id, aggregate_type, aggregate_id)"
            " WHERE f.tenant_id = %s AND f.position = %s"
            " AND (p.version >= f.version OR f.aggregate_type <> ALL (%s)))"
        )
        self._arrived = arrived.format(progress).as_bytes()
        applied = sql.SQL("SELECT position, at FROM {} WHERE tenant_id = %s")
        self._applied = applied.format(sql.Identifier(projection.name, "applied")).as_bytes()

    @contextmanager
    def reading(self, tenant_id: TenantId, min_position: int | None) -> Iterator[Reading]:
        arrived = min_position is None or self.arrives(tenant_id, min_position)
        with transaction(self._pool, tenant_id) as connection, connection.cursor(row_factory=dict_row) as cursor:
            as_of = self.as_of(cursor, tenant_id)
            yield Reading(cursor, as_of if arrived else replace(as_of, stale=True))

    def as_of(self, cursor: Cursor[DictRow], tenant_id: TenantId) -> AsOf:
        known = cursor.execute(self._applied, (tenant_id,)).fetchone()
        as_of = AsOf(position=known["position"], at=known["at"]) if known else AsOf(position=0, at=None)
        if self._beside is None:
            return as_of
        return min(as_of, self._beside.as_of(cursor, tenant_id), key=lambda each: each.position)

    def arrives(self, tenant_id: TenantId, position: int) -> bool:
        beside = self._beside is None or self._beside.arrives(tenant_id, position)
        return self._wait_for(tenant_id, position) and beside

    def _wait_for(self, tenant_id: TenantId, position: int) -> bool:
        deadline = time.monotonic() + self._wait_s
        pause = _FIRST_PAUSE_S
        while not self._has_arrived(tenant_id, position):
            if time.monotonic() + pause > deadline:
                return False
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE_S)
        return True

    def _has_arrived(self, tenant_id: TenantId, position: int) -> bool:
        with transaction(self._pool, tenant_id) as connection:
            found = connection.execute(self._arrived, (tenant_id, position, self._aggregate_types)).fetchone()
        return found is not None and found[0]
