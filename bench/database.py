"""A Postgres of the bench's own, or the one that SRE_BENCH_DATABASE_URL names."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from local.embedded_postgres import EmbeddedPostgres
from local.postgres_account import account_for, executables_for


class Database:
    """One connection, kept: a new one for every question would cost the server more than the question."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None

    def execute(self, sql: str) -> None:
        self._connected().execute(sql.encode())

    def number(self, sql: str) -> int:
        row = self._connected().execute(sql.encode()).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _connected(self) -> "psycopg.Connection[tuple[Any, ...]]":
        if self._connection is None:
            self._connection = psycopg.connect(self.url, autocommit=True)
        return self._connection

    def program(self, name: str) -> str:
        """pgbench and friends ship with the embedded server."""
        return shutil.which(name) or str(executables_for(account_for(Path.cwd())) / name)


@contextmanager
def a_database(purpose: str) -> Iterator[Database]:
    """Emptied afterwards. On a given server the bench uses a schema-less database of its own: name one it may fill."""
    given = os.environ.get("SRE_BENCH_DATABASE_URL")
    if given:
        with closing(Database(given)) as database:
            yield database
        return
    with tempfile.TemporaryDirectory(prefix=f"sre-bench-{purpose}-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        server = EmbeddedPostgres(Path(directory))
        server.start()
        try:
            with closing(Database(server.url)) as database:
                yield database
        finally:
            server.stop()
