"""The literal list of subscriptions, written to the database; and how much waits in each."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg import Connection

from shared.adapters.postgres.connection import TRANSIENT, Pool
from shared.ports.transport import Subscription, TransportUnavailable

_REGISTER = """
    WITH wanted AS (
        SELECT name, topic, string_to_array(NULLIF(types, ''), ' ') AS event_types
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS wanted (name, topic, types)
    ), retired AS (
        UPDATE transport.subscription SET active = false
        WHERE active AND name NOT IN (SELECT name FROM wanted)
    )
    INSERT INTO transport.subscription (name, topic, event_types)
    SELECT name, topic, COALESCE(event_types, '{}') FROM wanted
    ON CONFLICT (name) DO UPDATE SET topic = EXCLUDED.topic, event_types = EXCLUDED.event_types, active = true
"""


class Backlog(NamedTuple):
    subscription: str
    #: False: no longer in the topology; what waits here waits for nobody.
    active: bool
    waiting: int
    oldest_age_s: float
    dead_letters: int


def register(connection: Connection[Any], subscriptions: Sequence[Subscription]) -> None:
    """Make these the subscriptions. A new one starts from now; one that is left out stays, inactive and visible."""
    connection.execute(
        _REGISTER,
        (
            [subscription.name for subscription in subscriptions],
            [subscription.topic for subscription in subscriptions],
            [" ".join(sorted(subscription.event_types)) for subscription in subscriptions],
        ),
    )


def backlog(pool: Pool) -> list[Backlog]:
    try:
        pool.open()
        with pool.connection() as connection:
            return [Backlog(*row) for row in connection.execute("SELECT * FROM transport.backlog()")]
    except TRANSIENT as away:
        raise TransportUnavailable(f"the backlog cannot be read: {type(away).__name__}") from away
