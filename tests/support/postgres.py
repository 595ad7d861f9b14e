"""A PostgreSQL for tests: one server per run, one migrated template, one cheap copy of it per test."""

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from local.embedded_postgres import EmbeddedPostgres
from shared.adapters.postgres.migrate import migrate

_counter = itertools.count()
_TEMPLATE = f"sre_template_{os.getpid()}"


@contextmanager
def server() -> Iterator[str]:
    """URL of a superuser login; SRE_TEST_DATABASE_URL names another server than the embedded one."""
    given = os.environ.get("SRE_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="sre-test-", dir="/tmp") as directory:
        Path(directory).chmod(0o755)  # the server may run as another user
        postgres = EmbeddedPostgres(Path(directory))
        postgres.start()
        try:
            yield postgres.url
        finally:
            postgres.stop()


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
