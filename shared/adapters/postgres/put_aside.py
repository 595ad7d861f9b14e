"""What was put aside of one tenant's, with the role sre_tenant_admin: row-level security shows it nobody else's."""

from collections.abc import Sequence
from typing import Any, LiteralString

from psycopg import Connection
from psycopg.rows import dict_row

from shared.adapters.postgres.audit import record_audit
from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.transport.dead_letters import put_back
from shared.adapters.postgres.transport.publisher import wake_name
from shared.kernel.ids import TenantId
from shared.ports.put_aside import (
    PUT_ASIDE_EXCERPT_BYTES,
    NotPutAside,
    PutAside,
    PutAsideKey,
    PutAsideKind,
    PutAsideRows,
    UnreadMessage,
)
from shared.ports.wake import Waker

# Each kind gives no more than the page holds; only of these the beginning of the body is read.
_ENTRIES = """
    SELECT kind, entry_id, stage, since, reason, attempts, size, beginning FROM (
        (SELECT 'dead-letter' AS kind, dead_letter_id::text AS entry_id, subscription AS stage, died_at AS since,
                reason, attempts, octet_length(data) AS size, substring(data FROM 1 FOR %(excerpt)s) AS beginning
         FROM transport.dead_letter
         WHERE tenant_id = %(tenant)s AND COALESCE(%(kind)s, 'dead-letter') = 'dead-letter'
           AND (died_at, 'dead-letter', dead_letter_id::text) < (%(since)s, %(before_kind)s, %(before_id)s)
         ORDER BY died_at DESC, dead_letter_id::text DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT 'poison', poison_id::text, 'domain_writer', recorded_at, reason, NULL, octet_length(body),
                convert_to(left(body, %(excerpt)s), 'UTF8')
         FROM domain.poison
         WHERE tenant_id = %(tenant)s AND redriven_at IS NULL AND COALESCE(%(kind)s, 'poison') = 'poison'
           AND (recorded_at, 'poison', poison_id::text) < (%(since)s, %(before_kind)s, %(before_id)s)
         ORDER BY recorded_at DESC, poison_id::text DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT 'parked', aggregate_id, 'outbox_relay', parked_at, reason, NULL, 0,
                convert_to(aggregate_type || ' ' || aggregate_id, 'UTF8')
         FROM (SELECT aggregate_type, aggregate_id::text, parked_at, reason FROM domain.parked
               WHERE tenant_id = %(tenant)s
               UNION ALL
               SELECT aggregate_type, aggregate_id, parked_at, reason FROM process.parked
               WHERE tenant_id = %(tenant)s) AS parked
         WHERE COALESCE(%(kind)s, 'parked') = 'parked'
           AND (parked_at, 'parked', aggregate_id) < (%(since)s, %(before_kind)s, %(before_id)s)
         ORDER BY parked_at DESC, aggregate_id DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT 'quarantine', quarantine_id::text, source_name, received_at, reason, attempts, size,
                substring(body FROM 1 FOR %(excerpt)s)
         FROM intake.quarantine
         WHERE tenant_id = %(tenant)s AND status = 'waiting' AND COALESCE(%(kind)s, 'quarantine') = 'quarantine'
           AND (received_at, 'quarantine', quarantine_id::text) < (%(since)s, %(before_kind)s, %(before_id)s)
         ORDER BY received_at DESC, quarantine_id::text DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT 'unread', entry_id, stage, since, reason, NULL, octet_length(body),
                convert_to(left(body, %(excerpt)s), 'UTF8')
         FROM (SELECT unread_id::text AS entry_id, projection AS stage, parked_at AS since, reason, event AS body
               FROM projection.unread WHERE tenant_id = %(tenant)s
               UNION ALL
               SELECT 'workflow-' || unreadable_id, workflow_type, recorded_at, reason, body
               FROM process.unreadable WHERE tenant_id = %(tenant)s AND redriven_at IS NULL) AS unread
         WHERE COALESCE(%(kind)s, 'unread') = 'unread'
           AND (since, 'unread', entry_id) < (%(since)s, %(before_kind)s, %(before_id)s)
         ORDER BY since DESC, entry_id DESC LIMIT %(limit)s)
    ) AS aside
    ORDER BY since DESC, kind DESC, entry_id DESC LIMIT %(limit)s
"""
_WAITING: dict[PutAsideKind, LiteralString] = {
    "dead-letter": "SELECT dead_letter_id FROM transport.dead_letter"
    " WHERE tenant_id = %(tenant)s AND dead_letter_id::text = ANY (%(ids)s)",
    "poison": "SELECT poison_id FROM domain.poison"
    " WHERE tenant_id = %(tenant)s AND poison_id::text = ANY (%(ids)s) AND redriven_at IS NULL",
    "parked": "SELECT aggregate_id::text FROM domain.parked"
    " WHERE tenant_id = %(tenant)s AND aggregate_id::text = ANY (%(ids)s)"
    " UNION SELECT aggregate_id FROM process.parked WHERE tenant_id = %(tenant)s AND aggregate_id = ANY (%(ids)s)",
    "quarantine": "SELECT quarantine_id FROM intake.quarantine"
    " WHERE tenant_id = %(tenant)s AND quarantine_id::text = ANY (%(ids)s) AND status = 'waiting'",
}
_RELEASE = """
    WITH facts AS (
        DELETE FROM domain.parked WHERE tenant_id = %(tenant)s AND aggregate_id::text = ANY (%(ids)s)
    )
    DELETE FROM process.parked WHERE tenant_id = %(tenant)s AND aggregate_id = ANY (%(ids)s)
"""
_DISCARD: dict[PutAsideKind, LiteralString] = {
    "dead-letter": "DELETE FROM transport.dead_letter"
    " WHERE tenant_id = %(tenant)s AND dead_letter_id::text = ANY (%(ids)s)",
    "poison": "DELETE FROM domain.poison WHERE tenant_id = %(tenant)s AND poison_id::text = ANY (%(ids)s)",
    "quarantine": "UPDATE intake.quarantine SET status = 'discarded', settled_at = clock_timestamp()"
    " WHERE tenant_id = %(tenant)s AND quarantine_id::text = ANY (%(ids)s)",
}
#: Behind everything that there can be.
_NEWEST = ("infinity", "~", "~")


class PostgresPutAside:
    """Lists what waits, and does what an administrator asks, together with the entry that tells of it."""

    def __init__(self, pool: Pool, waker: Waker) -> None:
        self._pool = pool
        self._waker = waker

    def entries(
        self, tenant_id: TenantId, *, kind: PutAsideKind | None, before: PutAsideKey | None, limit: int
    ) -> Sequence[PutAside]:
        since, before_kind, before_id = before or _NEWEST
        parameters = {
            "tenant": tenant_id,
            "kind": kind,
            "since": since,
            "before_kind": before_kind,
            "before_id": before_id,
            "limit": limit,
            "excerpt": PUT_ASIDE_EXCERPT_BYTES,
        }
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.cursor(row_factory=dict_row).execute(_ENTRIES, parameters).fetchall()
        return [PutAside(excerpt=row.pop("beginning").decode("utf-8", "replace"), **row) for row in rows]

    def release(self, tenant_id: TenantId, kind: PutAsideKind, ids: Sequence[str], *, by: str) -> int:
        with transaction(self._pool, tenant_id) as connection:
            self._claim(connection, tenant_id, kind, ids, by=by, action="redrive")
            if kind == "parked":
                connection.execute(_RELEASE, {"tenant": tenant_id, "ids": [*ids]})
                return len(ids)
            subscriptions = put_back(connection, [int(each) for each in ids])
        for subscription in sorted(set(subscriptions)):
            self._waker.wake(wake_name(subscription))
        return len(subscriptions)

    def unread_messages(self, tenant_id: TenantId, ids: Sequence[str], *, by: str) -> Sequence[UnreadMessage]:
        with transaction(self._pool, tenant_id) as connection:
            self._claim(connection, tenant_id, "poison", ids, by=by, action="redrive")
            rows = connection.execute(
                "SELECT poison_id::text, body FROM domain.poison"
                " WHERE tenant_id = %s AND poison_id::text = ANY (%s) ORDER BY poison_id",
                (tenant_id, [*ids]),
            ).fetchall()
        return [UnreadMessage(entry_id=entry_id, body=body) for entry_id, body in rows]

    def published_again(self, tenant_id: TenantId, ids: Sequence[str]) -> None:
        with transaction(self._pool, tenant_id) as connection:
            connection.execute(
                "UPDATE domain.poison SET redriven_at = clock_timestamp()"
                " WHERE tenant_id = %s AND poison_id::text = ANY (%s)",
                (tenant_id, [*ids]),
            )

    def claimed(self, tenant_id: TenantId, kind: PutAsideKind, ids: Sequence[str], *, by: str) -> None:
        with transaction(self._pool, tenant_id) as connection:
            self._claim(connection, tenant_id, kind, ids, by=by, action="redrive")

    def discard(self, tenant_id: TenantId, kind: PutAsideKind, ids: Sequence[str], *, by: str, reason: str) -> int:
        with transaction(self._pool, tenant_id) as connection:
            self._claim(connection, tenant_id, kind, ids, by=by, action="discard", reason=reason)
            return connection.execute(_DISCARD[kind], {"tenant": tenant_id, "ids": [*ids]}).rowcount

    def _claim(
        self,
        connection: Connection[Any],
        tenant_id: TenantId,
        kind: PutAsideKind,
        ids: Sequence[str],
        *,
        by: str,
        action: str,
        reason: str = "",
    ) -> None:
        """Raises NotPutAside. What waits is locked by whoever changes it; the second finds it gone."""
        found = connection.execute(_WAITING[kind], {"tenant": tenant_id, "ids": [*ids]}).fetchall()
        if len(found) < len(set(ids)):
            raise NotPutAside(kind)
        because = f": {reason}" if reason else ""
        record_audit(connection, tenant_id, by=by, action=action, subject=f"{kind} {', '.join(ids)}{because}")


_: type[PutAsideRows] = PostgresPutAside
