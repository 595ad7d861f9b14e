"""Time that a test moves: the clock that functions read, and the deadlines that the database compares with its own."""

from datetime import datetime, timedelta

import psycopg

from shared.ports.clock import SystemClock


class Clockwork:
    """Stands still, at the beginning of a minute, until it is moved.

    Deadlines move that are there already; one that is set after a move is, for the database, later by that move.
    """

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self.now = SystemClock().now().replace(second=0, microsecond=0)

    def move(self, **by: float) -> None:
        """``move(minutes=5)``: later by that much for every function, and that much nearer to every deadline."""
        passed = timedelta(**by)
        self.now += passed
        with psycopg.connect(self._database_url, autocommit=True) as connection:
            connection.execute("UPDATE process.timer SET due_at = due_at - %s", (passed,))
            connection.execute(
                "UPDATE domain.aggregate SET expected_by = expected_by - %s WHERE expected_by IS NOT NULL", (passed,)
            )

    def read(self) -> datetime:
        return self.now
