"""Finding what is overdue: the one question the writer asks across tenants, of ids and times only."""

from collections.abc import Collection, Sequence

from shared.adapters.postgres.connection import Pool, sweep, transaction
from shared.kernel.ids import TenantId
from shared.ports.overdue import Overdue, OverdueAggregates
from shared.ports.store import StoreUnavailable

# The first of every tenant before a second one of any, those that are overdue longest first.
_FIND = """
SELECT tenant_id, aggregate_type, aggregate_id, source_name, seen_at, expected_by
FROM access.tenant t
CROSS JOIN LATERAL (
    SELECT aggregate_type, aggregate_id, state ->> 'source_name' AS source_name, seen_at, expected_by,
           row_number() OVER (ORDER BY expected_by) AS place
    FROM (
        SELECT aggregate_type, aggregate_id, state, seen_at, expected_by FROM domain.aggregate
        WHERE tenant_id = t.tenant_id AND expected_by < now() AND expected_in <= now()
        ORDER BY expected_in, expected_by LIMIT %(limit)s
    ) AS due
) AS in_turn
WHERE t.tenant_id <> ALL (%(without)s::uuid[])
ORDER BY place, expected_by
LIMIT %(limit)s
"""

_SETTLE = """
UPDATE domain.aggregate AS aggregate SET expected_by = NULL
FROM unnest(%(types)s::text[], %(ids)s::uuid[]) AS judged (aggregate_type, aggregate_id)
WHERE aggregate.tenant_id = %(tenant)s AND aggregate.aggregate_type = judged.aggregate_type
  AND aggregate.aggregate_id = judged.aggregate_id AND aggregate.expected_by < clock_timestamp()
"""

_RECONCILE = """
INSERT INTO intake.reconcile_request (tenant_id, source_name, reason)
SELECT %(tenant)s, name, 'stale' FROM unnest(%(names)s::text[]) AS name
"""


class PostgresOverdueAggregates:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def find(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[Overdue]:
        with sweep(self._pool, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(_FIND, {"limit": limit, "without": list(without)}).fetchall()
        return [Overdue(TenantId(tenant_id), *rest) for tenant_id, *rest in rows]

    def settle(self, tenant_id: TenantId, overdue: Sequence[Overdue]) -> None:
        parameters = {
            "tenant": tenant_id,
            "types": [each.aggregate_type for each in overdue],
            "ids": [each.aggregate_id for each in overdue],
            "names": sorted({each.source_name for each in overdue if each.source_name}),
        }
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            connection.execute(_SETTLE, parameters)
            connection.execute(_RECONCILE, parameters)


_: type[OverdueAggregates] = PostgresOverdueAggregates
