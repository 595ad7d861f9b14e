"""The queue of one subscription: who is next, and what became of them. SQL only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from shared.adapters.postgres.transport.coalescing import WaitingMessage
from shared.ports.failpoint import failpoint

_NAMESPACE = 5_260_003
_ROUND_MESSAGES = 500
#: So many flows are looked at in a round; with more, the next round goes on behind them.
_ROUND_FLOWS = 64
#: So many index entries in all, and of each flow this many at least.
_LOOKED_AT = 4_000
_LEAST_OF_EACH = 8
#: A message that stopped its subscription so often is put aside.
STRIKES = 2
#: What a message costs beside its bytes, in bytes.
_OVERHEAD = 500

_TAKE = """
    SELECT pg_try_advisory_xact_lock(%s, hashtext(%s)), set_config('enable_seqscan', 'off', true)
"""
# Who waits: one descent of the index per flow, whatever the backlog.
_FLOWS = """
    WITH RECURSIVE flows AS (
        (SELECT tenant_id, flow, 1 AS number FROM transport.delivery
         WHERE subscription = %(subscription)s AND (tenant_id, flow) >= (%(tenant)s::uuid, %(flow)s)
         ORDER BY tenant_id, flow LIMIT 1)
        UNION ALL
        SELECT later.tenant_id, later.flow, f.number + 1
        FROM flows f CROSS JOIN LATERAL (
            SELECT d.tenant_id, d.flow FROM transport.delivery d
            WHERE d.subscription = %(subscription)s AND (d.tenant_id, d.flow) > (f.tenant_id, f.flow)
            ORDER BY d.tenant_id, d.flow LIMIT 1
        ) later
        WHERE f.number < %(limit)s
    )
    SELECT tenant_id, flow FROM flows ORDER BY number
"""
# Of each flow the first few; of these as many as fill a round when all have had the same share of its bytes, first the
# flows of a tenant, then the tenants. So the first message of every flow is ahead of any second one.
_READ = """
    WITH held AS MATERIALIZED (
        SELECT ordering_key FROM transport.delivery
        WHERE subscription = %(subscription)s AND due_at > now() AND ordering_key <> ''
    ), due AS (
        SELECT f.tenant_id, f.flow, d.position, d.ordering_key, d.attempts, d.strikes, d.size,
               sum(d.size + %(overhead)s) OVER (PARTITION BY f.tenant_id, f.flow ORDER BY d.position) - d.size AS ahead
        FROM unnest(%(tenants)s::uuid[], %(flows)s::text[]) AS f (tenant_id, flow)
        CROSS JOIN LATERAL (
            SELECT position, ordering_key, attempts, strikes, size FROM transport.delivery
            WHERE subscription = %(subscription)s AND tenant_id = f.tenant_id AND flow = f.flow
              AND (due_at IS NULL OR due_at <= now()) AND ordering_key NOT IN (SELECT ordering_key FROM held)
            ORDER BY position LIMIT %(of_each)s
        ) d
    ), of_tenants AS (
        SELECT *, sum(size + %(overhead)s) OVER (PARTITION BY tenant_id ORDER BY ahead, flow, position) - size AS before
        FROM due
    ), in_turn AS (
        SELECT *, sum(size) OVER turn - size AS taken, row_number() OVER turn AS place
        FROM of_tenants WINDOW turn AS (ORDER BY before, tenant_id, position)
    )
    SELECT m.position, d.ordering_key, d.attempts, d.strikes, m.attributes, m.data
    FROM in_turn d JOIN transport.message m ON m.position = d.position
    WHERE d.taken < %(bytes)s AND d.place <= %(messages)s
    ORDER BY d.before, d.tenant_id, d.position
"""
# Who waits alone has no turn to wait for: the same, and cheaper.
_READ_ALONE = """
    WITH held AS MATERIALIZED (
        SELECT ordering_key FROM transport.delivery
        WHERE subscription = %(subscription)s AND due_at > now() AND ordering_key <> ''
    ), due AS (
        SELECT position, ordering_key, attempts, strikes, size FROM transport.delivery
        WHERE subscription = %(subscription)s AND tenant_id = %(tenant)s AND flow = %(flow)s
          AND (due_at IS NULL OR due_at <= now()) AND ordering_key NOT IN (SELECT ordering_key FROM held)
        ORDER BY position LIMIT %(messages)s
    ), measured AS (
        SELECT *, sum(size) OVER (ORDER BY position) - size AS taken FROM due
    )
    SELECT m.position, d.ordering_key, d.attempts, d.strikes, m.attributes, m.data
    FROM measured d JOIN transport.message m ON m.position = d.position
    WHERE d.taken < %(bytes)s
    ORDER BY d.position
"""
# One push may take minutes, and the transaction around it is idle for as long. Being a command, this also closes the
# portal of the read before it, which would keep its snapshot, and with it every dead row of the database, until then.
_LET_GO = "SET LOCAL idle_in_transaction_session_timeout = '15min'"
_REFUSED = """
    UPDATE transport.delivery d
    SET attempts = d.attempts + 1, strikes = d.strikes + refused.strikes, last_error = refused.reason,
        due_at = clock_timestamp() + make_interval(secs => refused.delay_s)
    FROM unnest(%s::bigint[], %s::float8[], %s::int[], %s::text[]) AS refused (position, delay_s, strikes, reason)
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
_ACCUSE = """
    UPDATE transport.delivery SET strikes = greatest(1, strikes)
    WHERE subscription = %s AND position = ANY (%s)
    RETURNING position, attempts
"""
_NEXT_DUE = """
    SELECT extract(epoch FROM min(due_at) - now())::float8 FROM transport.delivery
    WHERE subscription = %s AND due_at > now()
"""


class Flow(NamedTuple):
    """What waits for its turn as one: messages of one tenant that have the same middle part of the ordering key."""

    tenant_id: UUID
    name: str


FIRST = Flow(UUID(int=0), "")


@dataclass(frozen=True, slots=True)
class PushRefusal:
    position: int
    attempts: int
    reason: str
    #: None: that was the last attempt.
    retry_in_s: float | None
    #: It is to blame: it computed beyond its time.
    strikes: int = 0


@dataclass(slots=True)
class Round:
    """What became of the messages that one round took up."""

    settled: list[int] = field(default_factory=list)
    refused: list[PushRefusal] = field(default_factory=list)
    pushes: int = 0
    #: Nobody was there; the rest of the queue was not tried.
    away: str | None = None
    #: Something was left in the queue that could have been taken.
    more: bool = False
    #: The queue was looked at and is empty, also of what waits for another attempt.
    empty: bool = False
    #: False: somebody else serves this queue.
    served: bool = True

    @property
    def done(self) -> list[int]:
        return self.settled + [refusal.position for refusal in self.refused if refusal.retry_in_s is None]


def take(connection: Connection[Any], subscription: str) -> bool:
    """Tries to take the queue. True: nobody else serves it until the transaction ends."""
    row = connection.execute(_TAKE, (_NAMESPACE, subscription)).fetchone()
    return bool(row and row[0])


def flows(connection: Connection[Any], subscription: str, since: Flow) -> tuple[list[Flow], Flow]:
    """Finds the flows that wait, from ``since`` on, as many as a round looks at; and where the next round begins."""
    place = {"subscription": subscription, "tenant": since.tenant_id, "flow": since.name, "limit": _ROUND_FLOWS}
    found = [Flow(*row) for row in connection.execute(_FLOWS, place).fetchall()]
    return found, found[-1] if len(found) == _ROUND_FLOWS else FIRST


def read(
    connection: Connection[Any], subscription: str, of: Sequence[Flow], *, max_bytes: int
) -> tuple[list[WaitingMessage], bool]:
    """Reads the next of each flow, in turn, past keys whose head waits for another attempt; and if more may wait."""
    of_each = max(_LEAST_OF_EACH, min(_ROUND_MESSAGES, _LOOKED_AT // max(1, len(of))))
    parameters = {
        "subscription": subscription,
        "tenant": of[0].tenant_id,
        "flow": of[0].name,
        "tenants": [flow.tenant_id for flow in of],
        "flows": [flow.name for flow in of],
        "of_each": of_each,
        "overhead": _OVERHEAD,
        "messages": _ROUND_MESSAGES,
        "bytes": max_bytes,
    }
    with connection.cursor(binary=True, row_factory=class_row(WaitingMessage)) as cursor:
        cursor.execute(_READ if len(of) > 1 else _READ_ALONE, parameters)
        found = cursor.fetchall()
    connection.execute(_LET_GO)
    return found, len(found) >= of_each or sum(len(waiting.data) for waiting in found) >= max_bytes


def settle(connection: Connection[Any], subscription: str, outcome: Round) -> None:
    again = [(refusal, refusal.retry_in_s) for refusal in outcome.refused if refusal.retry_in_s is not None]
    dead = [refusal for refusal in outcome.refused if refusal.retry_in_s is None]
    failpoint("transport.settle")
    if again:
        columns = _columns([(refusal.position, delay_s, refusal.strikes, refusal.reason) for refusal, delay_s in again])
        connection.execute(_REFUSED, (*columns, subscription))
    if dead:
        columns = _columns([(refusal.position, refusal.attempts, refusal.reason) for refusal in dead])
        connection.execute(_BURY, (subscription, *columns))
    if outcome.done:
        connection.execute(_SETTLE, {"subscription": subscription, "positions": outcome.done})


def accuse(connection: Connection[Any], subscription: str, suspects: Mapping[int, int]) -> list[PushRefusal]:
    """By position, how often in a row the process ended with it in hand: once, and it is pushed singly from now on.

    Returned, and out of the queue: what was met too often to be met again.
    """
    dead = [
        PushRefusal(position, attempts, f"in hand when the process hung or crashed, {suspects[position]} times", None)
        for position, attempts in connection.execute(_ACCUSE, (subscription, [*suspects])).fetchall()
        if suspects[position] >= STRIKES
    ]
    settle(connection, subscription, Round(refused=list(dead)))
    return dead


def next_due_s(connection: Connection[Any], subscription: str) -> float | None:
    row = connection.execute(_NEXT_DUE, (subscription,)).fetchone()
    return row[0] if row else None


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
