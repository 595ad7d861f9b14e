"""A tenant by its slug, for callers whose identity provider names it; nobody can list tenants this way."""

import time
from collections.abc import Callable

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId

_BELIEVED_S = 60.0
_REMEMBERED = 1024


class PostgresTenants:
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
