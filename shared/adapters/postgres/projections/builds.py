"""Which sets of tables there are of a projection, and how far each is built."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection, sql
from psycopg.rows import class_row

from shared.adapters.postgres.projections.log_pages import LogPosition
from shared.adapters.postgres.projections.tables import create_tables
from shared.projections.projection import Projection


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    schema_name: str
    version: int
    tx: str
    position: int
    facts: int
    postponed_indexes: Sequence[str]
    completed_at: datetime | None
    since: datetime

    @property
    def reached(self) -> LogPosition:
        return LogPosition(self.tx, self.position)


def candidate_of(name: str) -> str:
    return f"{name}_next"


def previous_of(name: str) -> str:
    return f"{name}_previous"


class Builds:
    """Over the connection that owns the schemas, so that tables and what is known of them change together."""

    def __init__(self, owner: Connection[Any]) -> None:
        self._owner = owner

    def of(self, schema: str) -> Build | None:
        """None when the tables are not there, whatever was known of them."""
        with self._owner.cursor(row_factory=class_row(Build)) as cursor:
            return cursor.execute(_ONE, (schema,)).fetchone()

    def serving_version(self, name: str) -> int | None:
        known = self.of(name)
        return known.version if known else None

    def begin(self, projection: Projection, schema: str) -> None:
        """Empty tables without the indexes that are quicker to build at the end."""
        with self._owner.transaction():
            self.drop(schema)
            create_tables(self._owner, projection, schema)
            indexes = self._owner.execute(_INDEXES, (schema,)).fetchall()
            for name, _definition in indexes:
                self._owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(schema, name)))
            definitions = [definition for _name, definition in indexes]
            self._owner.execute(_BEGIN, (schema, projection.name, projection.version, definitions))

    def advance(self, schema: str, reached: LogPosition, facts: int) -> None:
        self._owner.execute(
            "UPDATE projection.build SET tx = %s::xid8, position = %s, facts = %s WHERE schema_name = %s",
            (reached.tx, reached.position, facts, schema),
        )

    def finish(self, schema: str) -> None:
        """Each index with the note that it is there; a build that is stopped between two goes on with the second."""
        known = self.of(schema)
        for definition in known.postponed_indexes if known else ():
            with self._owner.transaction():
                self._owner.execute(definition.encode())
                self._owner.execute(
                    "UPDATE projection.build SET postponed_indexes = array_remove(postponed_indexes, %s)"
                    " WHERE schema_name = %s",
                    (definition, schema),
                )
        self._owner.execute(
            "UPDATE projection.build SET completed_at = COALESCE(completed_at, clock_timestamp())"
            " WHERE schema_name = %s",
            (schema,),
        )

    def drop(self, schema: str) -> None:
        self._owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
        self._owner.execute("DELETE FROM projection.build WHERE schema_name = %s", (schema,))

    def rename(self, old: str, new: str) -> None:
        self._owner.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))
        self._owner.execute(_RENAME, {"old": old, "new": new})


_ONE = """
    SELECT b.schema_name, b.version, b.tx::text, b.position, b.facts, b.postponed_indexes, b.completed_at, b.since
    FROM projection.build b JOIN pg_catalog.pg_namespace n ON n.nspname = b.schema_name
    WHERE b.schema_name = %s
"""
_BEGIN = "INSERT INTO projection.build (schema_name, projection, version, postponed_indexes) VALUES (%s, %s, %s, %s)"
_RENAME = """
    UPDATE projection.build SET schema_name = %(new)s, since = clock_timestamp() WHERE schema_name = %(old)s
"""
# Those that are no primary key.
_INDEXES = """
    SELECT i.indexname, i.indexdef FROM pg_catalog.pg_indexes i
    WHERE i.schemaname = %s AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = i.schemaname AND c.conname = i.indexname
    )
"""
