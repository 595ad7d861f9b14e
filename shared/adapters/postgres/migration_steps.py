"""One migration, statement by statement, beside whoever reads and writes meanwhile."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, sql

from shared.adapters.postgres.migration_statements import (
    drops_index_beside_readers,
    index_made_beside_writers,
    statements,
)

#: Whoever comes after a statement that waits for a lock waits behind it, so this is how long writers may stand still.
_WAIT_SHORTLY = "SET lock_timeout = '1s'"
#: Between two tries those who were held up catch up.
_PAUSES_S = (0.5, 1.0, 2.0)
#: A backup reads every table in one transaction, and takes its time.
_PATIENCE_S = 300.0
_IN_THE_WAY = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)

T = TypeVar("T")


class Steps:
    """Applies files over one connection, which commits by itself; ``report`` is told what waits for a lock."""

    def __init__(self, connection: Connection[Any], report: Callable[[str], None]) -> None:
        self._connection = connection
        self._report = report
        # Statement and journal are lost together or not at all; what is lost is done again.
        connection.execute("SET synchronous_commit = off")
        connection.execute(_WAIT_SHORTLY)
        connection.execute(_JOURNAL)

    def apply(self, name: str, text: str, checksum: str) -> None:
        """Does what is left of the file, and notes that it is applied."""
        done = self._done(name, checksum)
        for number, statement in enumerate(statements(text), start=1):
            if number > done:
                self.patiently(name, partial(self._do, name, number, statement))
        with self._connection.transaction():
            self._connection.execute(_APPLIED, (name, checksum))
            self._connection.execute("DELETE FROM public.sre_migration_step WHERE name = %s", (name,))

    def patiently(self, name: str, action: Callable[[], T]) -> T:
        """Tries again while somebody holds a lock that the action needs. Raises what was in the way after minutes."""
        until = time.monotonic() + _PATIENCE_S
        pauses = iter(_PAUSES_S)
        while True:
            try:
                return action()
            except _IN_THE_WAY:
                if time.monotonic() > until:
                    raise
            self._report(f"{name} waits for a lock")
            time.sleep(next(pauses, _PAUSES_S[-1]))

    def begun(self) -> dict[str, str]:
        """Gives name and checksum of a file that was begun and not ended."""
        return dict(self._connection.execute("SELECT name, checksum FROM public.sre_migration_step").fetchall())

    def _done(self, name: str, checksum: str) -> int:
        """How many statements of the file were done before."""
        self._connection.execute(_BEGUN, (name, checksum))
        done = self._connection.execute("SELECT statements FROM public.sre_migration_step WHERE name = %s", (name,))
        return sum(count for (count,) in done.fetchall())

    def _do(self, name: str, number: int, statement: str) -> None:
        index = index_made_beside_writers(statement)
        beside_others = index is not None or drops_index_beside_readers(statement)
        if beside_others:
            self._beside_others(sql.Identifier(*index) if index else None, statement)
        with self._connection.transaction():
            if not beside_others:
                self._connection.execute(statement.encode())
            self._connection.execute(_DONE, (number, name))

    def _beside_others(self, index: sql.Identifier | None, statement: str) -> None:
        """It holds nobody up while it waits for others; what an interrupted try left of ``index`` is removed."""
        self._connection.execute("SET lock_timeout = 0")
        try:
            if index is not None:
                self._connection.execute(sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(index))
            self._connection.execute(statement.encode())
        finally:
            self._connection.execute(_WAIT_SHORTLY)


_JOURNAL = """
    CREATE TABLE IF NOT EXISTS public.sre_migration_step (
        name text PRIMARY KEY, checksum text NOT NULL, statements integer NOT NULL
    )
"""
_BEGUN = "INSERT INTO public.sre_migration_step VALUES (%s, %s, 0) ON CONFLICT DO NOTHING"
_DONE = "UPDATE public.sre_migration_step SET statements = %s WHERE name = %s"
_APPLIED = "INSERT INTO public.sre_migration (name, checksum) VALUES (%s, %s)"
