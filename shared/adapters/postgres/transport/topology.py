"""The literal list of subscriptions, written to the database; and how much waits in each."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg import Connection

from shared.adapters.postgres.connection import TRANSIENT, Pool
from shared.ports.transport import Subscription, TransportUnavailable

_REGISTER = """
    WITH wanted AS (
        SELECT name, topic, string_to_array(NULLIF(attributes, ''), ' ') AS routing_attributes
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS wanted (name, topic, attributes)
    ), retired AS (
        UPDATE transport.subscription SET active = false
        WHERE active AND name NOT IN (SELECT name FROM wanted)
    )
    INSERT INTO transport.subscription (name, topic, routing_attributes)
    SELECT name, topic, COALESCE(routing_attributes, '{}') FROM wanted
    ON CONFLICT (name) DO UPDATE SET topic = EXCLUDED.topic, routing_attributes = EXCLUDED.routing_attributes,
        active = true
"""


class Backlog(NamedTuple):
    subscription: str
    #: False: no longer in the topology; what waits here waits for nobody.
    active: bool
    waiting: int
    oldest_age_s: float
    dead_letters: int


def register(connection: Connection[Any], subscriptions: Sequence[Subscription]) -> None:
    """Make these the subscriptions. A new one starts from now; one that is left out stays, inactive and visible.

    What a subscription wants is changed with the same commit: it holds for what is published from then on. What waits
    already stays; what is to be known of earlier facts of a type that is new here is rebuilt from the log of facts.
    """
    connection.execute(
        _REGISTER,
        (
            [subscription.name for subscription in subscriptions],
            [subscription.topic for subscription in subscriptions],
            [" ".join(sorted(subscription.routing_attributes)) for subscription in subscriptions],
        ),
    )


def backlog(pool: Pool) -> list[Backlog]:
    try:
        pool.open()
        with pool.connection() as connection:
            return [Backlog(*row) for row in connection.execute("SELECT * FROM transport.backlog()")]
    except TRANSIENT as away:
        raise TransportUnavailable(f"the backlog cannot be read: {type(away).__name__}") from away
