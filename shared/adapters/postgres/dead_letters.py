"""Everything that waits for a person, whoever put it aside: one list, for the operator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from shared.adapters.postgres.connection import Pool, transaction

_LIST = """
    SELECT * FROM (
        SELECT 'dead-letter' AS kind, dead_letter_id::text AS id, tenant_id::text AS tenant_id, died_at AS since,
               subscription || ' ' || ordering_key AS what, reason
        FROM transport.dead_letter
        UNION ALL
        SELECT 'poison', poison_id::text, tenant_id::text, recorded_at, left(body, 80), reason
        FROM domain.poison WHERE redriven_at IS NULL
        UNION ALL
        SELECT 'parked', aggregate_id::text, tenant_id::text, parked_at, aggregate_type || ' ' || aggregate_id, reason
        FROM domain.parked
        UNION ALL
        SELECT 'parked', aggregate_id, tenant_id::text, parked_at, aggregate_type || ' ' || aggregate_id, reason
        FROM process.parked
        UNION ALL
        SELECT 'quarantine', quarantine_id::text, tenant_id::text, received_at,
               source_name || ', ' || size || ' bytes, ' || times || ' times', reason
        FROM intake.quarantine WHERE status = 'waiting'
        UNION ALL
        SELECT 'unread', unread_id::text, tenant_id::text, parked_at, projection || ' ' || event_id, reason
        FROM projection.unread
        UNION ALL
        SELECT 'unread', 'workflow-' || unreadable_id, tenant_id::text, recorded_at,
               workflow_type || ' ' || left(body, 80), reason
        FROM process.unreadable WHERE redriven_at IS NULL
        UNION ALL
        SELECT 'removed', what, NULL, removed_at, removed || ' of kind ' || what,
               'older than is kept, or more than are kept'
        FROM retention.removed
        UNION ALL
        SELECT 'removed', source_name, tenant_id::text, changed_at,
               'of the quarantine of ' || source_name || ': ' || removed || ' entries, and ' || cut
                   || ' bodies but for their beginning',
               'more than is kept of one source'
        FROM intake.quarantine_usage WHERE removed + cut > 0
    ) AS aside
    WHERE (%(kind)s::text IS NULL OR kind = %(kind)s) AND (%(ids)s::text[] IS NULL OR id = ANY (%(ids)s))
    ORDER BY since LIMIT %(limit)s
"""
_POISON = """
    SELECT poison_id, COALESCE(tenant_id::text, '') AS tenant_id, body FROM domain.poison
    WHERE redriven_at IS NULL AND (%(ids)s::bigint[] IS NULL OR poison_id = ANY (%(ids)s))
    ORDER BY poison_id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Item:
    kind: str
    id: str
    tenant_id: str | None
    since: datetime
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnreadableIntent:
    poison_id: int
    #: Empty when the message named none that could be read.
    tenant_id: str
    #: The event as it came, JSON text.
    body: str


class PostgresDeadLetterList:
    """Lists what was given up and drives it again, as the role sre_admin."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def list(self, *, kind: str | None, limit: int, ids: Sequence[str] | None = None) -> Sequence[Item]:
        """Gives the oldest ``limit`` of every tenant's; ``ids`` None: whatever their ids are."""
        with transaction(self._pool) as connection:
            cursor = connection.cursor(row_factory=class_row(Item))
            parameters = {"kind": kind, "ids": None if ids is None else [*ids], "limit": limit}
            return cursor.execute(_LIST, parameters).fetchall()

    def poison(self, ids: Sequence[int] | None, limit: int) -> Sequence[UnreadableIntent]:
        with transaction(self._pool) as connection:
            cursor = connection.cursor(row_factory=class_row(UnreadableIntent))
            return cursor.execute(_POISON, {"ids": None if ids is None else [*ids], "limit": limit}).fetchall()

    def poison_redriven(self, ids: Sequence[int]) -> None:
        with transaction(self._pool) as connection:
            connection.execute(
                "UPDATE domain.poison SET redriven_at = clock_timestamp() WHERE poison_id = ANY (%s)", ([*ids],)
            )
