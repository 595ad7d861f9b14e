"""A Postgres of the bench's own, or the one that SRE_BENCH_DATABASE_URL names."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from functions.local.embedded_postgres import EmbeddedPostgres
from functions.local.postgres_account import account_for, executables_for


@dataclass(frozen=True, slots=True)
class Database:
    url: str

    def execute(self, sql: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.encode())

    def number(self, sql: str) -> int:
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(sql.encode()).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def program(self, name: str) -> str:
        """pgbench and friends ship with the embedded server."""
        return shutil.which(name) or str(executables_for(account_for(Path.cwd())) / name)


@contextmanager
def a_database(purpose: str) -> Iterator[Database]:
    """Emptied afterwards. On a given server the bench uses a schema-less database of its own: name one it may fill."""
    given = os.environ.get("SRE_BENCH_DATABASE_URL")
    if given:
        yield Database(given)
        return
    with tempfile.TemporaryDirectory(prefix=f"sre-bench-{purpose}-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        server = EmbeddedPostgres(Path(directory))
        server.start()
        try:
            yield Database(server.url)
        finally:
            server.stop()
