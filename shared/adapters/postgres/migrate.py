"""Migrations: numbered SQL files, applied once, in order, under a lock; then tables for each projection that has none.

``NNNN_pre_*.sql`` runs before the code that needs it is deployed, ``NNNN_post_*.sql`` after the old code is gone.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import Connection

from shared.adapters.postgres.projections.tables import prepare_tables
from shared.projections.registry import PROJECTIONS

NAME = re.compile(r"^\d{4}_(pre|post)_[a-z0-9_]+\.sql$")
_LOCK = 5_260_001


class MigrationError(RuntimeError):
    """The database holds a migration that this code does not ship, or ships otherwise."""


def shipped() -> list[tuple[str, str]]:
    """Gives (name, SQL) of every migration, in order."""
    folder = files("shared.adapters.postgres") / "migrations"
    found = [(entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if NAME.match(entry.name)]
    return sorted(found)


def migrate(url: str, report: Callable[[str], None] = lambda _name: None) -> list[str]:
    """Apply what is missing and return its names. The login needs CREATEROLE the first time. Raises MigrationError."""
    done: list[str] = []
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute("SET client_min_messages = warning")
        for name, sql in _missing(connection):
            with connection.transaction():
                connection.execute(sql.encode())
                connection.execute(
                    "INSERT INTO public.sre_migration (name, checksum) VALUES (%s, %s)", (name, _checksum(sql))
                )
            done.append(name)
            report(name)
        for name in prepare_tables(connection, PROJECTIONS):
            done.append(name)
            report(name)
    return done


def _missing(connection: Connection[Any]) -> list[tuple[str, str]]:
    """Gives what is shipped and was not applied. Raises MigrationError where something else was applied."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS public.sre_migration"
        " (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
    )
    applied: dict[str, str] = dict(connection.execute("SELECT name, checksum FROM public.sre_migration").fetchall())
    ours = shipped()
    unknown = sorted(applied.keys() - {name for name, _sql in ours})
    if unknown:
        raise MigrationError(
            f"this version does not know {', '.join(unknown)}, which the database has: it was prepared by a later"
            " version or by one before 0.1.0. Run the version that prepared it, or start this one on an empty database"
        )
    changed = [name for name, sql in ours if applied.get(name, _checksum(sql)) != _checksum(sql)]
    if changed:
        raise MigrationError(
            f"{', '.join(changed)} was changed after it was applied; add a new migration instead, or start this"
            " version on an empty database"
        )
    return [(name, sql) for name, sql in ours if name not in applied]


def _checksum(sql: str) -> str:
    return sha256(sql.encode()).hexdigest()
