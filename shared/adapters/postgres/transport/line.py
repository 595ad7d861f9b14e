"""The line of one subscription: who is next, and what became of them. SQL only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

from shared.adapters.postgres.transport.coalescing import Waiting
from shared.ports.boundary import boundary

_NAMESPACE = 5_260_003
_READ_MESSAGES = 500

_TAKE = """
    SELECT pg_try_advisory_xact_lock(%s, hashtext(%s)), set_config('enable_seqscan', 'off', true)
"""
_READ = """
    WITH held AS MATERIALIZED (
        SELECT ordering_key FROM transport.delivery
        WHERE subscription = %(subscription)s AND due_at > now() AND ordering_key <> ''
    ), due AS (
        SELECT position, ordering_key, attempts, size FROM transport.delivery
        WHERE subscription = %(subscription)s AND (due_at IS NULL OR due_at <= now())
          AND ordering_key NOT IN (SELECT ordering_key FROM held)
        ORDER BY position LIMIT %(messages)s
    ), measured AS (
        SELECT *, sum(size) OVER (ORDER BY position) - size AS before FROM due
    )
    SELECT m.position, d.ordering_key, d.attempts, m.attributes, m.data
    FROM measured d JOIN transport.message m ON m.position = d.position
    WHERE d.before < %(bytes)s
    ORDER BY m.position
"""
# One push may take minutes, and the transaction around it is idle for as long. Being a command, this also closes the
# portal of the read before it, which would keep its snapshot, and with it every dead row of the database, until then.
_LET_GO = "SET LOCAL idle_in_transaction_session_timeout = '15min'"
_REFUSED = """
    UPDATE transport.delivery d
    SET attempts = d.attempts + 1, last_error = refused.reason,
        due_at = clock_timestamp() + make_interval(secs => refused.delay_s)
    FROM unnest(%s::bigint[], %s::float8[], %s::text[]) AS refused (position, delay_s, reason)
    WHERE d.subscription = %s AND d.position = refused.position
"""
_BURY = """
    INSERT INTO transport.dead_letter
        (tenant_id, subscription, topic, ordering_key, attributes, data, attempts, reason)
    SELECT m.tenant_id, %s, m.topic, m.ordering_key, m.attributes, m.data, dead.attempts, dead.reason
    FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS dead (position, attempts, reason)
    JOIN transport.message m ON m.position = dead.position
    ORDER BY m.position
"""
_SETTLE = """
    WITH settled AS (
        DELETE FROM transport.delivery WHERE subscription = %(subscription)s AND position = ANY (%(positions)s)
    )
    DELETE FROM transport.message m
    WHERE m.position = ANY (%(positions)s)
      AND NOT EXISTS (SELECT FROM transport.subscription s
                      JOIN transport.delivery d ON d.subscription = s.name AND d.position = m.position
                      WHERE s.name <> %(subscription)s)
"""
# Two subscriptions that settle the same message at the same time each see the other's row.
_SWEEP = """
    DELETE FROM transport.message m
    WHERE NOT EXISTS (SELECT FROM transport.subscription s
                      JOIN transport.delivery d ON d.subscription = s.name AND d.position = m.position)
"""
_NEXT_DUE = """
    SELECT extract(epoch FROM min(due_at) - now())::float8 FROM transport.delivery
    WHERE subscription = %s AND due_at > now()
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    position: int
    attempts: int
    reason: str
    #: None: that was the last attempt.
    retry_in_s: float | None


@dataclass(slots=True)
class Round:
    """What became of the messages that one round took up."""

    settled: list[int] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    pushes: int = 0
    #: Nobody was there; the rest of the line was not tried.
    away: str | None = None

    @property
    def done(self) -> list[int]:
        return self.settled + [refusal.position for refusal in self.refused if refusal.retry_in_s is None]


def take(connection: Connection[Any], subscription: str) -> bool:
    """True: nobody else serves this line until the transaction ends."""
    row = connection.execute(_TAKE, (_NAMESPACE, subscription)).fetchone()
    return bool(row and row[0])


def read(connection: Connection[Any], subscription: str, *, max_bytes: int) -> list[Waiting]:
    """The next in order; a key whose head waits for its next attempt is passed over as a whole."""
    with connection.cursor(binary=True, row_factory=class_row(Waiting)) as cursor:
        cursor.execute(_READ, {"subscription": subscription, "messages": _READ_MESSAGES, "bytes": max_bytes})
        found = cursor.fetchall()
    connection.execute(_LET_GO)
    return found


def settle(connection: Connection[Any], subscription: str, outcome: Round) -> None:
    again = [(refusal, refusal.retry_in_s) for refusal in outcome.refused if refusal.retry_in_s is not None]
    dead = [refusal for refusal in outcome.refused if refusal.retry_in_s is None]
    boundary("transport.settle")
    if again:
        columns = _columns([(refusal.position, delay_s, refusal.reason) for refusal, delay_s in again])
        connection.execute(_REFUSED, (*columns, subscription))
    if dead:
        columns = _columns([(refusal.position, refusal.attempts, refusal.reason) for refusal in dead])
        connection.execute(_BURY, (subscription, *columns))
    if outcome.done:
        connection.execute(_SETTLE, {"subscription": subscription, "positions": outcome.done})


def next_due_s(connection: Connection[Any], subscription: str) -> float | None:
    row = connection.execute(_NEXT_DUE, (subscription,)).fetchone()
    return row[0] if row else None


def sweep(connection: Connection[Any]) -> int:
    """Remove messages for which nobody waits any more; how many."""
    return connection.execute(_SWEEP).rowcount


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
