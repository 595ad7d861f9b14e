"""What a database holds, as one moment sees it: by it a copy is compared with what was copied."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, IsolationLevel
from psycopg.sql import SQL, Identifier

_TABLES = """
SELECT n.nspname, c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname
"""
# What acts as one of our roles belongs to that role; everything else belongs to whoever makes the copy.
_OWNERS = """
SELECT format('ALTER FUNCTION %s OWNER TO %I', p.oid::regprocedure, r.rolname)
FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
WHERE r.rolname ~ '^sre_'
UNION ALL
SELECT format('ALTER %s %I.%I OWNER TO %I',
              CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
              n.nspname, c.relname, r.rolname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
WHERE r.rolname ~ '^sre_' AND c.relkind IN ('r', 'p', 'v', 'm')
"""
_SCHEMAS = """
SELECT nspname FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
"""


class Moment:
    """A database as it was when this began. ``snapshot`` lets another session see the same."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self.snapshot = str(self._one("SELECT pg_export_snapshot()"))

    def counts(self) -> dict[str, int]:
        """Rows of every table, by ``schema.table``."""
        tables = self._connection.execute(_TABLES).fetchall()
        return {
            f"{schema}.{table}": int(self._one(SQL("SELECT count(*) FROM {}").format(Identifier(schema, table))))
            for schema, table in tables
        }

    def owners(self) -> list[str]:
        """Gives the statements that hand over to our roles what is theirs."""
        return [row[0] for row in self._connection.execute(_OWNERS).fetchall()]

    def _one(self, query: Any) -> Any:
        (row,) = self._connection.execute(query).fetchall()
        return row[0]


@contextmanager
def moment_of(url: str) -> Iterator[Moment]:
    """Needs a login that row-level security hides nothing from. Raises psycopg.Error."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        connection.isolation_level, connection.read_only = IsolationLevel.REPEATABLE_READ, True
        connection.execute("SELECT set_config('search_path', '', true), set_config('row_security', 'off', true)")
        yield Moment(connection)


def is_empty(url: str) -> bool:
    with psycopg.connect(url, connect_timeout=10) as connection:
        return connection.execute(_TABLES).fetchone() is None


def leave_roles_only(url: str) -> None:
    """Drops everything that a migration of an empty database made in it; the roles belong to the whole server."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        for (schema,) in connection.execute(_SCHEMAS).fetchall():
            connection.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(schema)))
        connection.execute("DROP TABLE public.sre_migration, public.sre_migration_step")


def hand_over(url: str, owners: list[str]) -> None:
    """``owners``: what `Moment.owners` gave."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        for statement in owners:
            connection.execute(statement.encode())
