"""Who looks into the database from outside: as the superuser, over one connection for each process that looks."""

import os
from typing import Any

import psycopg


class Observer:
    """A connection costs more than what is asked over it; a forked process makes one of its own."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._connections: dict[int, psycopg.Connection[tuple[Any, ...]]] = {}

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Gives what the statement returns, committed at once."""
        try:
            return self._connection().execute(sql, parameters).fetchall()
        except psycopg.OperationalError:
            if not self._connection().closed:
                raise
        # The server had ended it: what was asked was not done.
        return self._connected().execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Closes the connection of this process only."""
        connection = self._connections.pop(os.getpid(), None)
        if connection is not None:
            connection.close()

    def _connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        return self._connections.get(os.getpid()) or self._connected()

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        # Tables change while it is open, and with them what a prepared statement returns.
        connection = psycopg.connect(self._database_url, autocommit=True, prepare_threshold=None)
        self._connections[os.getpid()] = connection
        return connection
