"""A PostgreSQL for tests: one server per run, one migrated template, one cheap copy of it per test."""

import itertools
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from local.embedded_postgres import EmbeddedPostgres
from shared.adapters.postgres.migrate import migrate
from tests.support.memory import quick_directory

_counter = itertools.count()
_TEMPLATE = f"sre_template_{os.getpid()}"

#: What is lost with the machine is nobody's: tests of durability start servers of their own. The kernel copies a
#: template's hundreds of files in a fifth of the time that the server takes to read and write them.
_FAST = ("fsync = off", "full_page_writes = off", "synchronous_commit = off") + (
    ("file_copy_method = clone",) if sys.platform == "linux" else ()
)


@contextmanager
def server() -> Iterator[str]:
    """URL of a superuser login; SRE_TEST_DATABASE_URL names another server than the embedded one."""
    given = os.environ.get("SRE_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with quick_directory("sre-test-") as directory:
        directory.chmod(0o755)  # the server may run as another user
        postgres = EmbeddedPostgres(directory)
        postgres.start()
        try:
            _hurry(postgres.url)
            yield postgres.url
        finally:
            postgres.stop()


def _hurry(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in _FAST:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def make_template(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {_TEMPLATE}")
    migrate(with_database(url, _TEMPLATE))


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """URL of a new database with all migrations applied; dropped afterwards."""
    name = f"sre_test_{os.getpid()}_{next(_counter)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
    try:
        yield with_database(url, name)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def drop_template(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {_TEMPLATE} WITH (FORCE)")


def only_row(cursor: psycopg.Cursor[Any]) -> Any:
    """The row of an answer that has one."""
    row = cursor.fetchone()
    assert row is not None
    return row
