"""The slow look at everything that waits: a wake that was lost costs the time between two looks, and no more."""

import time

from shared.adapters.observe import observed
from shared.adapters.postgres.connection import TRANSIENT, Pool, transaction
from shared.adapters.postgres.transport.publisher import wake_name
from shared.ports.wake import Waker

#: What it is called among the signs of life.
WATCH = "transport-watch"
_TIDY_EVERY_S = 60.0
# One look into the index per subscription, whatever waits.
_AWAITED = """
    SELECT s.name FROM transport.subscription s
    WHERE s.active AND EXISTS (SELECT FROM transport.delivery d
                               WHERE d.subscription = s.name AND (d.due_at IS NULL OR d.due_at <= now()))
    ORDER BY s.name
"""
# Two subscriptions that settle the same message at the same time each see the other's row.
_TIDY = """
    DELETE FROM transport.message m
    WHERE NOT EXISTS (SELECT FROM transport.subscription s
                      JOIN transport.delivery d ON d.subscription = s.name AND d.position = m.position)
"""


class Watch:
    """One for all dispatchers of a machine, whose own looks can be minutes apart then; several do no harm."""

    def __init__(self, pool: Pool, waker: Waker) -> None:
        self._pool = pool
        self._waker = waker
        self._tidy_at = time.monotonic() + _TIDY_EVERY_S

    def take_turn(self) -> bool:
        """Looks, and tidies once a minute. False: the database is away."""
        try:
            self.look()
            if time.monotonic() > self._tidy_at:
                self.tidy()
                self._tidy_at = time.monotonic() + _TIDY_EVERY_S
        except TRANSIENT as away:
            with observed("transport.watch") as seen:
                seen.add(away=type(away).__name__)
            return False
        return True

    def look(self) -> list[str]:
        """Wakes the dispatchers of these subscriptions: something waits for them."""
        with transaction(self._pool) as connection:
            awaited = [row[0] for row in connection.execute(_AWAITED).fetchall()]
        for subscription in awaited:
            self._waker.wake(wake_name(subscription))
        return awaited

    def tidy(self) -> int:
        """Removes messages for which nobody waits any more; how many."""
        with transaction(self._pool) as connection:
            return connection.execute(_TIDY).rowcount
