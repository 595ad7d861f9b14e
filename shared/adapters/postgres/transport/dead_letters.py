"""Messages that a subscription refused too often: look at them, put them back into the queue."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.transport.publisher import wake_name
from shared.ports.failpoint import failpoint
from shared.ports.transport import DeadLetter
from shared.ports.wake import Waker

_LIST = """
    SELECT dead_letter_id, subscription, topic, ordering_key, attributes, data, attempts, reason,
           to_char(died_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS died_at, tenant_id::text AS tenant_id
    FROM transport.dead_letter
    WHERE %(subscription)s::text IS NULL OR subscription = %(subscription)s
    ORDER BY dead_letter_id LIMIT %(limit)s
"""
# A new message each, for the one subscription that refused it: the others had theirs.
_REDRIVE = """
    WITH risen AS (
        DELETE FROM transport.dead_letter WHERE %(ids)s::bigint[] IS NULL OR dead_letter_id = ANY (%(ids)s) RETURNING *
    ), numbered AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('transport.message', 'position')) AS position, in_order.*
        FROM (SELECT * FROM risen ORDER BY dead_letter_id) in_order
    ), stored AS (
        INSERT INTO transport.message (position, tenant_id, topic, ordering_key, attributes, data)
        OVERRIDING SYSTEM VALUE
        SELECT position, tenant_id, topic, ordering_key, attributes, data FROM numbered
    )
    INSERT INTO transport.delivery (subscription, position, tenant_id, ordering_key, size)
    SELECT subscription, position, COALESCE(tenant_id, '00000000-0000-0000-0000-000000000000'), ordering_key,
           octet_length(data)
    FROM numbered
    RETURNING subscription
"""


class PostgresDeadLetters:
    """For the operator's role (sre_admin) and for the carrier's own."""

    def __init__(self, pool: Pool, waker: Waker) -> None:
        self._pool = pool
        self._waker = waker

    def list(self, *, subscription: str | None, limit: int) -> Sequence[DeadLetter]:
        self._pool.open()
        with self._pool.connection() as connection, connection.cursor(row_factory=class_row(DeadLetter)) as cursor:
            return cursor.execute(_LIST, {"subscription": subscription, "limit": limit}).fetchall()

    def redrive(self, dead_letter_ids: Sequence[int] | None) -> int:
        ids = None if dead_letter_ids is None else [*dead_letter_ids]
        failpoint("transport.redrive")
        self._pool.open()
        with self._pool.connection() as connection:
            redriven = put_back(connection, ids)
        failpoint("transport.redriven")
        for subscription in sorted(set(redriven)):
            self._waker.wake(wake_name(subscription))
        return len(redriven)

    def count(self) -> int:
        self._pool.open()
        with self._pool.connection() as connection:
            row = connection.execute("SELECT count(*) FROM transport.dead_letter").fetchone()
        return int(row[0]) if row else 0


def put_back(connection: Connection[Any], ids: Sequence[int] | None) -> Sequence[str]:
    """Puts dead letters back into the queue of the subscription that refused them, all where ``ids`` is None.

    Gives the name of the subscription of each.
    """
    return [row[0] for row in connection.execute(_REDRIVE, {"ids": ids}).fetchall()]
