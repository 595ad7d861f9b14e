"""The audit of administrators: an entry is written in the transaction of what it tells of."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.audit import AuditTrail, AuditTrailEntry

_LONGEST_SUBJECT = 2_000


def record_audit(connection: Connection[Any], tenant_id: TenantId, *, by: str, action: str, subject: str) -> None:
    """Writes an entry as the role sre_tenant_admin, or as the operator's."""
    connection.execute(
        "INSERT INTO access.audit_entry (tenant_id, actor, action, subject) VALUES (%s, %s, %s, %s)",
        (tenant_id, by[:300], action, subject[:_LONGEST_SUBJECT]),
    )


class PostgresAuditTrail:
    """Reads a tenant's entries with the role sre_tenant_admin."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def entries(self, tenant_id: TenantId, *, before: int | None, limit: int) -> Sequence[AuditTrailEntry]:
        with transaction(self._pool, tenant_id) as connection:
            cursor = connection.cursor(row_factory=class_row(AuditTrailEntry))
            return cursor.execute(
                "SELECT entry_id, at, actor, action, subject FROM access.audit_entry"
                " WHERE tenant_id = %s AND (%s::bigint IS NULL OR entry_id < %s) ORDER BY entry_id DESC LIMIT %s",
                (tenant_id, before, before, limit),
            ).fetchall()


_: type[AuditTrail] = PostgresAuditTrail
