"""Which tenants have objectives: one look into the key of each tenant's aggregates."""

from collections.abc import Sequence

from shared.adapters.postgres.connection import Pool, sweep
from shared.kernel.ids import TenantId
from shared.ports.burn_readings import ObjectiveTenants
from shared.ports.store import StoreUnavailable

_TENANTS = """
    SELECT t.tenant_id FROM access.tenant t
    WHERE EXISTS (
        SELECT FROM domain.aggregate a WHERE a.tenant_id = t.tenant_id AND a.aggregate_type = 'slo'
    )
    ORDER BY t.tenant_id
"""


class PostgresObjectiveTenants:
    """Role ``sre_slo``."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def with_objectives(self) -> Sequence[TenantId]:
        with sweep(self._pool, unavailable=StoreUnavailable) as connection:
            return [TenantId(row[0]) for row in connection.execute(_TENANTS).fetchall()]


_: type[ObjectiveTenants] = PostgresObjectiveTenants
