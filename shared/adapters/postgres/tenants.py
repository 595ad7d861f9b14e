"""Whether there is a tenant, by its id or by its slug; nobody can list tenants this way."""

import time
from collections.abc import Callable
from uuid import UUID

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.store import StoreUnavailable

_BELIEVED_S = 60.0
_REMEMBERED = 1024


class PostgresTenantDirectory:
    """Tenants that are there are remembered; others are asked for again, since one may be added at any time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: set[UUID] = set()

    def known(self, tenant_id: UUID) -> bool:
        if tenant_id in self._known:
            return True
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            row = connection.execute("SELECT 1 FROM access.tenant WHERE tenant_id = %s", (tenant_id,)).fetchone()
        if row is not None:
            self._known.add(tenant_id)
        return row is not None


class PostgresTenantSlugs:
    """For callers whose identity provider names the tenant; what was found is believed for a minute."""

    def __init__(self, pool: Pool, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._monotonic = monotonic
        self._remembered: dict[str, tuple[TenantId, float]] = {}

    def named(self, slug: str) -> TenantId | None:
        known = self._remembered.get(slug)
        if known is not None and self._monotonic() < known[1]:
            return known[0]
        with transaction(self._pool) as connection:
            connection.execute("SELECT set_config('app.tenant_slug', %s, true)", (slug,))
            row = connection.execute("SELECT tenant_id FROM access.tenant WHERE slug = %s", (slug,)).fetchone()
        if row is None:
            return None
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.clear()
        self._remembered[slug] = (TenantId(row[0]), self._monotonic() + _BELIEVED_S)
        return TenantId(row[0])
