"""The quarantine, read by the query role for one tenant."""

from collections.abc import Sequence
from typing import Any

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.quarantined import EXCERPT_BYTES, QuarantineCursor, Quarantined, QuarantineStatus


class PostgresQuarantineReads:
    """Lists a tenant's quarantine with the role sre_query; of bodies only the beginning leaves the database."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def list(
        self, tenant_id: TenantId, *, status: QuarantineStatus, before: QuarantineCursor | None, limit: int
    ) -> Sequence[Quarantined]:
        received_at, quarantine_id = before or (None, None)
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(
                "SELECT quarantine_id, source_name, status, reason, received_at, last_received_at, times, attempts,"
                " content_type, size, substring(body FROM 1 FOR %s) FROM intake.quarantine"
                " WHERE tenant_id = %s AND status = %s"
                " AND (%s::timestamptz IS NULL OR (received_at, quarantine_id) < (%s, %s))"
                " ORDER BY received_at DESC, quarantine_id DESC LIMIT %s",
                (EXCERPT_BYTES, tenant_id, status, received_at, received_at, quarantine_id, limit),
            ).fetchall()
        return [_quarantined(row) for row in rows]


def _quarantined(row: tuple[Any, ...]) -> Quarantined:
    quarantine_id, source_name, status, reason, received_at, last_received_at, times, attempts, *content = row
    content_type, size, beginning = content
    return Quarantined(
        quarantine_id=quarantine_id,
        source_name=source_name,
        status=status,
        reason=reason,
        received_at=received_at,
        last_received_at=last_received_at,
        times=times,
        attempts=attempts,
        content_type=content_type,
        size=size,
        excerpt=beginning.decode("utf-8", "replace"),
    )
