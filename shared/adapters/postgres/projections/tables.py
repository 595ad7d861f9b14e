"""A projection's tables, made under any name from the ``schema.sql`` in its folder."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from psycopg import Connection, sql

from shared.projections.projection import Projection

#: Where the name of the schema stands in the files.
_SLOT = "{schema}"


def prepare_tables(owner: Connection[Any], projections: Sequence[Projection]) -> list[str]:
    """Make the tables of each projection that has none; returns the names of those.

    Tables of another version stay and go on serving until a rebuild has swapped in those of this version.
    """
    made = []
    for projection in projections:
        with owner.transaction():
            if owner.execute(_IS_THERE, (projection.name,)).fetchone() is None:
                create_tables(owner, projection, projection.name)
                owner.execute(_DESCRIBE, (projection.name, projection.name, projection.version))
                made.append(projection.name)
    return made


def create_tables(owner: Connection[Any], projection: Projection, schema: str) -> None:
    """The schema with empty tables, indexes, grants and row-level security. Call it inside a transaction."""
    owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    for statements in (_shipped("progress.sql"), _shipped(f"{projection.name}/schema.sql")):
        owner.execute(_filled(statements, schema))
    owner.execute("SELECT projection.secure_tables(%s)", (schema,))


def _shipped(path: str) -> str:
    return (files("shared.adapters.postgres.projections") / path).read_text("utf-8")


def _filled(statements: str, schema: str) -> bytes:
    if not schema.isidentifier():
        raise ValueError(f"{schema!r} is no name of a schema")
    return statements.replace(_SLOT, schema).encode()


_IS_THERE = "SELECT FROM pg_catalog.pg_namespace WHERE nspname = %s"
_DESCRIBE = """
    INSERT INTO projection.build (schema_name, projection, version, completed_at) VALUES (%s, %s, %s, clock_timestamp())
"""
