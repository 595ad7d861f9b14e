"""Where intents that the writer cannot read are kept, whole and with their reason, until they are driven again."""

from collections.abc import Sequence

from shared.adapters.postgres.connection import Pool, transaction
from shared.ports.store import StoreUnavailable
from shared.ports.unreadable_events import UnreadableEvent


class PostgresUnreadableIntents:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def keep(self, events: Sequence[UnreadableEvent]) -> None:
        with transaction(self._pool, unavailable=StoreUnavailable) as connection:
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
