"""Migrations: numbered SQL files, applied once, in order, under a lock.

``NNNN_pre_*.sql`` runs before the code that needs it is deployed, ``NNNN_post_*.sql`` after the old code is gone.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files

import psycopg

NAME = re.compile(r"^\d{4}_(pre|post)_[a-z0-9_]+\.sql$")
_LOCK = 5_260_001


class MigrationError(RuntimeError):
    """The database holds a migration that differs from the shipped one, or is newer than this code."""


def shipped() -> list[tuple[str, str]]:
    """(name, SQL) of every migration, in order."""
    folder = files("shared.adapters.postgres") / "migrations"
    found = [(entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if NAME.match(entry.name)]
    return sorted(found)


def migrate(url: str, report: Callable[[str], None] = lambda _name: None) -> list[str]:
    """Apply what is missing; the names applied. The login needs CREATEROLE the first time."""
    applied: list[str] = []
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute("SET client_min_messages = warning")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS public.sre_migration"
            " (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        known: dict[str, str] = dict(connection.execute("SELECT name, checksum FROM public.sre_migration").fetchall())
        for name, sql in shipped():
            checksum = sha256(sql.encode()).hexdigest()
            if known.get(name, checksum) != checksum:
                raise MigrationError(f"{name} was changed after it was applied; add a new migration instead")
            if name in known:
                continue
            with connection.transaction():
                connection.execute(sql.encode())
                connection.execute(
                    "INSERT INTO public.sre_migration (name, checksum) VALUES (%s, %s)", (name, checksum)
                )
            applied.append(name)
            report(name)
    return applied
