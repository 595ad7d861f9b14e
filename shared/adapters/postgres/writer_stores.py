"""What the writer needs besides facts: which tenants exist, and a place for what cannot be read."""

from collections.abc import Sequence
from uuid import UUID

from shared.adapters.postgres.connection import TRANSIENT, Pool, set_tenant
from shared.ports.fact_store import StoreUnavailable
from shared.ports.unreadable_events import UnreadableEvent


class PostgresTenants:
    """Known tenants are remembered; unknown ones are asked for again, since one may be added at any time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: set[UUID] = set()

    def known(self, tenant_id: UUID) -> bool:
        if tenant_id in self._known:
            return True
        self._pool.open()
        try:
            with self._pool.connection() as connection, connection.transaction():
                set_tenant(connection, tenant_id)
                row = connection.execute("SELECT 1 FROM access.tenant WHERE tenant_id = %s", (tenant_id,)).fetchone()
        except TRANSIENT as away:
            raise StoreUnavailable(type(away).__name__) from away
        if row is not None:
            self._known.add(tenant_id)
        return row is not None


class PostgresUnreadableIntents:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def keep(self, events: Sequence[UnreadableEvent]) -> None:
        self._pool.open()
        try:
            with self._pool.connection() as connection, connection.transaction():
                connection.execute(
                    "INSERT INTO domain.poison (tenant_id, body, reason, body_hash)"
                    " SELECT tenant_id, body, reason, sha256(convert_to(body, 'UTF8'))"
                    " FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS p (tenant_id, body, reason)"
                    # Driven again and still unreadable: it waits again.
                    " ON CONFLICT (body_hash) DO UPDATE SET redriven_at = NULL, reason = excluded.reason",
                    (
                        [item.tenant_id for item in events],
                        [item.body for item in events],
                        [item.reason[:2000] for item in events],
                    ),
                )
        except TRANSIENT as away:
            raise StoreUnavailable(type(away).__name__) from away
