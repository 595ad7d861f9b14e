"""Finding silent alerts: the one question the writer asks across tenants, of ids and times only."""

from collections.abc import Collection, Sequence

from shared.adapters.postgres.connection import Pool, sweep, transaction
from shared.kernel.ids import AlertId, TenantId
from shared.ports.overdue import OverdueAlert, OverdueAlerts
from shared.ports.store import StoreUnavailable

# The first of every tenant before a second one of any, those that are overdue longest first.
_FIND = """
SELECT tenant_id, aggregate_id, source_name, seen_at, expected_by
FROM access.tenant t
CROSS JOIN LATERAL (
    SELECT aggregate_id, state ->> 'source_name' AS source_name, seen_at, expected_by,
           row_number() OVER (ORDER BY expected_by) AS place
    FROM (
        SELECT aggregate_id, state, seen_at, expected_by FROM domain.aggregate
        WHERE tenant_id = t.tenant_id AND aggregate_type = 'alert' AND expected_by < now() AND expected_in <= now()
        ORDER BY expected_in, expected_by LIMIT %(limit)s
    ) AS due
) AS in_turn
WHERE t.tenant_id <> ALL (%(without)s::uuid[])
ORDER BY place, expected_by
LIMIT %(limit)s
"""

_SETTLE = """
UPDATE domain.aggregate SET expected_by = NULL
WHERE tenant_id = %(tenant)s AND aggregate_type = 'alert' AND aggregate_id = ANY(%(ids)s)
  AND expected_by < clock_timestamp()
"""

_RECONCILE = """
INSERT INTO intake.reconcile_request (tenant_id, source_name, reason)
SELECT %(tenant)s, name, 'stale' FROM unnest(%(names)s::text[]) AS name
"""


class PostgresOverdueAlerts:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def find(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[OverdueAlert]:
        with sweep(self._pool, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(_FIND, {"limit": limit, "without": list(without)}).fetchall()
        return [OverdueAlert(TenantId(row[0]), AlertId(row[1]), row[2], row[3], row[4]) for row in rows]

    def settle(self, tenant_id: TenantId, alerts: Sequence[OverdueAlert]) -> None:
        parameters = {
            "tenant": tenant_id,
            "ids": [alert.alert_id for alert in alerts],
            "names": sorted({alert.source_name for alert in alerts}),
        }
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            connection.execute(_SETTLE, parameters)
            connection.execute(_RECONCILE, parameters)


_: type[OverdueAlerts] = PostgresOverdueAlerts
