"""Migrations: numbered SQL files, applied once, in order, by one at a time; then tables for projections that have none.

``NNNN_pre_*.sql`` runs before the code that needs it is deployed, ``NNNN_post_*.sql`` after the old code is gone. Both
run while others read and write: each statement is a transaction of its own, and waits for a lock only shortly, since
whoever comes after it waits behind it. What was interrupted goes on after the last statement that was done.
"""

import re
import time
from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import Connection

from shared.adapters.postgres.migration_steps import Steps
from shared.adapters.postgres.projections.tables import prepare_tables
from shared.projections.registry import PROJECTIONS

NAME = re.compile(r"^\d{4}_(pre|post)_[a-z0-9_]+\.sql$")
_LOCK = 5_260_001
_ANOTHER_MIGRATES_S = 0.2
#: What a file said before, when it made the same schema with more locks.
_SAID_BEFORE = {
    "0011_pre_changes.sql": "c7edd521f65efa583258e4ecf6686139f4f4fbdda3c6385c9219b69a8d968b16",
    "0012_pre_slo_measuring.sql": "a608ec6bdb65e9996a09e51f1243326a52db00fe5a25733e0aafc2a255f43916",
    "0016_pre_tenant_administration.sql": "98b59328d35ffd88b5b5f26f6542396da2a5f202985f7d4b83742b0ab26fc046",
}


class MigrationError(RuntimeError):
    """The database holds a migration that this code does not ship, or ships otherwise."""


def shipped() -> list[tuple[str, str]]:
    """Gives (name, SQL) of every migration, in order."""
    folder = files("shared.adapters.postgres") / "migrations"
    found = [(entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if NAME.match(entry.name)]
    return sorted(found)


def migrate(url: str, report: Callable[[str], None] = lambda _name: None) -> list[str]:
    """Applies what is missing and returns its names; also reports what waits for a lock.

    The login needs CREATEROLE the first time. Raises MigrationError; LockNotAvailable when others held what a statement
    needs for minutes: then it goes on where it is when it is run again.
    """
    done: list[str] = []
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        _alone(connection)
        connection.execute("SET client_min_messages = warning")
        steps = Steps(connection, report)
        for name, sql in _missing(connection, steps.begun()):
            steps.apply(name, sql, _checksum(sql))
            done.append(name)
            report(name)
        for name in steps.patiently("read models", lambda: prepare_tables(connection, PROJECTIONS)):
            done.append(name)
            report(name)
    return done


def _alone(connection: Connection[Any]) -> None:
    """Waits until nobody else migrates. A statement that waited would hold up an index that is made meanwhile."""
    while connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,)).fetchone() != (True,):
        time.sleep(_ANOTHER_MIGRATES_S)


def _missing(connection: Connection[Any], begun: dict[str, str]) -> list[tuple[str, str]]:
    """Gives what is shipped and was not applied to its end. Raises MigrationError where something else was applied."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS public.sre_migration"
        " (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
    )
    applied: dict[str, str] = dict(connection.execute("SELECT name, checksum FROM public.sre_migration").fetchall())
    ours = shipped()
    there = applied | begun
    unknown = sorted(there.keys() - {name for name, _sql in ours})
    if unknown:
        raise MigrationError(
            f"this version does not know {', '.join(unknown)}, which the database has: it was prepared by a later"
            " version or by one before 0.1.0. Run the version that prepared it, or start this one on an empty database"
        )
    changed = [name for name, sql in ours if there.get(name, _checksum(sql)) not in _known(name, sql)]
    if changed:
        raise MigrationError(
            f"{', '.join(changed)} was changed after it was applied; add a new migration instead, or start this"
            " version on an empty database"
        )
    return [(name, sql) for name, sql in ours if name not in applied]


def _known(name: str, sql: str) -> tuple[str, ...]:
    return (_checksum(sql), _SAID_BEFORE.get(name, ""))


def _checksum(sql: str) -> str:
    return sha256(sql.encode()).hexdigest()
