"""What intake keeps: bodies that could not be read, and requests to compare a source with what we hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from uuid import UUID

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId, derive
from shared.ports.failpoint import failpoint
from shared.ports.intake import (
    IntakeUnavailable,
    Quarantine,
    QuarantineAdmin,
    QuarantinedBody,
    ReconcileRequests,
    Source,
)

# A body that comes again after it was settled was not settled after all.
_KEEP = """
INSERT INTO intake.quarantine
    (tenant_id, quarantine_id, source_name, received_at, last_received_at, reason, content_type, body, size)
VALUES (%(tenant)s, %(id)s, %(source)s, %(at)s, %(at)s, %(reason)s, %(type)s, %(body)b, %(size)s)
ON CONFLICT (tenant_id, quarantine_id) DO UPDATE
SET times = quarantine.times + 1, last_received_at = %(at)s, status = 'waiting'
"""

# Sources in turn, and of each first what was tried least: what stays unreadable does not keep the rest from its turn.
_WAITING = """
SELECT quarantine_id
FROM (
    SELECT quarantine_id, attempts, received_at,
           row_number() OVER (
               PARTITION BY tenant_id, source_name ORDER BY attempts, received_at, quarantine_id) AS place
    FROM intake.quarantine
    WHERE status = 'waiting' AND octet_length(body) = size
      AND (%(ids)s::uuid[] IS NULL OR quarantine_id = ANY(%(ids)s::uuid[]))
) AS in_turn
ORDER BY attempts, place, received_at, quarantine_id
LIMIT %(limit)s
"""

_ENTRY = """
SELECT tenant_id, source_name, received_at, reason, content_type, body, size
FROM intake.quarantine
WHERE quarantine_id = %s AND status = 'waiting'
"""


_MAKE_ROOM = "SELECT intake.make_room(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Quota:
    """What one source may have in quarantine at most: bytes of bodies, and entries."""

    bytes: int = 100_000_000
    entries: int = 10_000


class PostgresQuarantine:
    """Keeps bodies with the role sre_ingest; what comes last is kept, and what came first makes room for it."""

    def __init__(self, pool: Pool, quota: Quota | None = None) -> None:
        self._pool = pool
        self._quota = quota or Quota()

    def keep(self, quarantined: QuarantinedBody) -> UUID:
        hour = quarantined.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H")
        body_hash = sha256(quarantined.body).hexdigest()
        quarantine_id = derive(quarantined.tenant_id, "quarantine", quarantined.source_name, body_hash, hour)
        failpoint("ingest.quarantine")
        entry = {
            "tenant": quarantined.tenant_id,
            "id": quarantine_id,
            "source": quarantined.source_name,
            "at": quarantined.received_at,
            "reason": quarantined.reason,
            "type": quarantined.content_type,
            "body": quarantined.body,
            "size": quarantined.size,
        }
        with transaction(self._pool, quarantined.tenant_id, unavailable=IntakeUnavailable) as connection:
            connection.execute(_KEEP, entry)
            connection.execute(_MAKE_ROOM, (quarantined.source_name, self._quota.bytes, self._quota.entries))
        failpoint("ingest.quarantined")
        return quarantine_id


class PostgresQuarantineAdmin:
    """The operator's side, with the role sre_admin, which sees every tenant's entries.

    ``tenant_id``: the same for one tenant, with the role sre_tenant_admin.
    """

    def __init__(self, pool: Pool, tenant_id: TenantId | None = None) -> None:
        self._pool = pool
        self._tenant_id = tenant_id

    def waiting(self, ids: Sequence[UUID] | None, limit: int) -> Sequence[UUID]:
        parameters = {"ids": None if ids is None else list(ids), "limit": limit}
        with transaction(self._pool, self._tenant_id) as connection:
            return [row[0] for row in connection.execute(_WAITING, parameters).fetchall()]

    def entry(self, quarantine_id: UUID) -> QuarantinedBody | None:
        with transaction(self._pool, self._tenant_id) as connection:
            row = connection.execute(_ENTRY, (quarantine_id,), binary=True).fetchone()
        if row is None:
            return None
        tenant_id, source_name, received_at, reason, content_type, body, size = row
        return QuarantinedBody(
            tenant_id=TenantId(tenant_id),
            source_name=source_name,
            received_at=received_at,
            reason=reason,
            content_type=content_type,
            body=body,
            size=size,
        )

    def settle(self, quarantine_id: UUID) -> None:
        with transaction(self._pool, self._tenant_id) as connection:
            connection.execute(
                "UPDATE intake.quarantine SET status = 'redriven', attempts = attempts + 1,"
                " settled_at = clock_timestamp() WHERE quarantine_id = %s",
                (quarantine_id,),
            )

    def still_waiting(self, quarantine_id: UUID, reason: str) -> None:
        with transaction(self._pool, self._tenant_id) as connection:
            connection.execute(
                "UPDATE intake.quarantine SET reason = %s, attempts = attempts + 1 WHERE quarantine_id = %s",
                (reason, quarantine_id),
            )


class PostgresReconcileRequests:
    """Notes what should be asked again; nothing in this version reads it yet."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def request(self, source: Source, *, group_key: str, truncated: int) -> None:
        failpoint("ingest.reconcile")
        with transaction(self._pool, source.tenant_id, unavailable=IntakeUnavailable) as connection:
            connection.execute(
                "INSERT INTO intake.reconcile_request (tenant_id, source_name, reason, group_key, truncated)"
                " VALUES (%s, %s, 'truncated', %s, %s)",
                (source.tenant_id, source.name, group_key, truncated),
            )
        failpoint("ingest.reconciled")


_: tuple[type[Quarantine], type[QuarantineAdmin], type[ReconcileRequests]] = (
    PostgresQuarantine,
    PostgresQuarantineAdmin,
    PostgresReconcileRequests,
)
