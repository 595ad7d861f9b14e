"""Views in PostgreSQL: rows and progress of one batch in one transaction, set by set."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import Connection, sql

from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.records import records as _records
from shared.adapters.postgres.projections.row_statements import (
    PartStatements,
    Statements,
    part_statements,
    statements_for,
)
from shared.kernel.ids import TenantId
from shared.ports.projections import (
    Advance,
    FactEnvelope,
    Gap,
    ProgressRaced,
    ProjectedAggregate,
    ProjectionStore,
    ProjectionTransaction,
    Rows,
    Unprojectable,
    Unread,
)
from shared.projections.projection import Key, Projection, ProjectionPart, ProjectionView

_RACES = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure, psycopg.errors.UniqueViolation)


class PostgresProjectionStore:
    """``schema`` is the projection's name, except while a rebuild fills another one."""

    def __init__(self, pool: Pool, projection: Projection, reader: FactReader, *, schema: str | None = None) -> None:
        self._pool = pool
        self._reader = reader
        self._name = projection.name
        schema = schema or projection.name
        self._sql = _ProgressStatements(schema)
        self._views = {view: statements_for(view, schema) for view in projection.views}
        self._parts = {part: part_statements(part, schema) for view in projection.views for part in view.parts}

    @contextmanager
    def transaction(self, tenant_id: TenantId | None) -> Iterator["PostgresProjectionTransaction"]:
        try:
            with transaction(self._pool, tenant_id) as connection:
                yield PostgresProjectionTransaction(
                    connection,
                    tenant_id,
                    reader=self._reader,
                    name=self._name,
                    progress=self._sql,
                    views=self._views,
                    parts=self._parts,
                )
        except _RACES as raced:
            raise ProgressRaced(type(raced).__name__) from raced
        except psycopg.DataError as refused:
            raise Unprojectable(f"{type(refused).__name__} ({refused.sqlstate or 'client'})") from refused


class PostgresProjectionTransaction:
    def __init__(
        self,
        connection: Connection[Any],
        tenant_id: TenantId | None,
        *,
        reader: FactReader,
        name: str,
        progress: "_ProgressStatements",
        views: Mapping[ProjectionView[Any], Statements],
        parts: Mapping[ProjectionPart[Any, Any], PartStatements],
    ) -> None:
        self._connection = connection
        self._tenant_id = tenant_id
        self._reader = reader
        self._name = name
        self._sql = progress
        self._views = views
        self._parts = parts
        self._loaded: Rows = {}

    def lock(self, aggregates: Sequence[ProjectedAggregate]) -> Mapping[ProjectedAggregate, int]:
        asked = _records({"aggregate_type": kind, "aggregate_id": id_} for kind, id_ in aggregates)
        rows = self._connection.execute(self._sql.lock, (asked, self._tenant_id))
        return {(kind, id_): version for kind, id_, version in rows}

    def read_log(self, gaps: Sequence[Gap]) -> Sequence[FactEnvelope | Unread]:
        if self._tenant_id is None:
            return ()
        asked = _records(
            {
                "aggregate_type": gap.aggregate[0],
                "aggregate_id": gap.aggregate[1],
                "after": gap.after,
                "up_to": gap.up_to,
            }
            for gap in gaps
        )
        rows = self._connection.execute(_READ_LOG, (asked, self._tenant_id)).fetchall()
        return [
            self._reader.read_fact(
                text, tenant_id=self._tenant_id, fact_id=fact_id, aggregate=(kind, id_), version=version
            )
            for kind, id_, version, fact_id, text in rows
        ]

    def load(self, wanted: Mapping[ProjectionView[Any], Sequence[Key]]) -> Rows:
        loaded: dict[ProjectionView[Any], dict[Key, Any]] = {}
        for view, keys in wanted.items():
            statements = self._views[view]
            names = statements.columns[: view.key_columns]
            asked = _records(dict(zip(names, key, strict=True)) for key in keys)
            found = self._connection.execute(statements.load, (asked, self._tenant_id))
            loaded[view] = {
                values[: view.key_columns]: view.row(**dict(zip(statements.columns, values, strict=True)))
                for values in found
            }
        self._loaded = loaded
        return loaded

    def save(self, rows: Rows, advances: Sequence[Advance], last: tuple[ProjectedAggregate, int]) -> None:
        new = [step for step in advances if step.before == 0]
        known = [step for step in advances if step.before != 0]
        if new:
            written = self._connection.execute(self._sql.insert, (self._tenant_id, _advances(new))).rowcount
            if written != len(new):
                raise ProgressRaced
        with self._connection.pipeline():
            if known:
                self._connection.execute(self._sql.update, (self._tenant_id, _advances(known)))
            for view, changed in rows.items():
                if changed:
                    self._connection.execute(self._views[view].save, (self._tenant_id, _records(changed.values())))
                    self._save_parts(view, changed)
            (kind, id_), version = last
            self._connection.execute(self._sql.applied, (self._tenant_id, kind, id_, version))

    def _save_parts(self, view: ProjectionView[Any], changed: Mapping[Key, Any]) -> None:
        before = self._loaded.get(view, {})
        for part in view.parts:
            touched = {key: row for key, row in changed.items() if part.is_touched(before.get(key), row)}
            if not touched:
                continue
            rows = _records(each for row in touched.values() for each in part.of(row))
            owners = [owner for (owner,) in touched]
            self._connection.execute(self._parts[part].remove, (self._tenant_id, owners, rows))
            self._connection.execute(self._parts[part].save, (self._tenant_id, rows))

    def park(self, unread: Sequence[Unread]) -> None:
        self._connection.execute(_PARK, (self._name, _records(unread)))


class _ProgressStatements:
    """A row of progress is the lock under which an aggregate's rows change."""

    def __init__(self, schema: str) -> None:
        names = {"progress": sql.Identifier(schema, "progress"), "applied": sql.Identifier(schema, "applied")}

        def of_schema(statement: LiteralString) -> bytes:
            return sql.SQL(statement).format(**names).as_bytes()

        self.lock = of_schema(
            "SELECT k.aggregate_type, k.aggregate_id, p.version"
            " FROM json_to_recordset(%s::json) AS k(aggregate_type text, aggregate_id uuid)"
            " CROSS JOIN LATERAL (SELECT version FROM {progress} WHERE tenant_id = %s"
            " AND aggregate_type = k.aggregate_type AND aggregate_id = k.aggregate_id LIMIT 1 FOR UPDATE) AS p"
        )
        # The keys come sorted, so that everybody locks in the same order; LATERAL looks every one up in the primary
        # key, whatever the statistics say of a table that was empty a minute ago.
        # Of two who insert, the second finds the row there, writes fewer than asked, and goes round again.
        self.insert = of_schema(
            "INSERT INTO {progress} (tenant_id, aggregate_type, aggregate_id, version)"
            " SELECT %s, aggregate_type, aggregate_id, version"
            " FROM json_to_recordset(%s::json) AS a(aggregate_type text, aggregate_id uuid, version integer)"
            " ORDER BY aggregate_type, aggregate_id ON CONFLICT DO NOTHING"
        )
        self.update = of_schema(
            "INSERT INTO {progress} (tenant_id, aggregate_type, aggregate_id, version)"
            " SELECT %s, aggregate_type, aggregate_id, version"
            " FROM json_to_recordset(%s::json) AS a(aggregate_type text, aggregate_id uuid, version integer)"
            " ON CONFLICT (tenant_id, aggregate_type, aggregate_id) DO UPDATE SET version = EXCLUDED.version"
        )
        self.applied = of_schema(
            "INSERT INTO {applied} AS known (tenant_id, position, at)"
            " SELECT tenant_id, position, recorded_at FROM domain.fact"
            " WHERE tenant_id = %s AND aggregate_type = %s AND aggregate_id = %s AND version = %s"
            " ON CONFLICT (tenant_id) DO UPDATE SET position = EXCLUDED.position, at = EXCLUDED.at"
            " WHERE known.position < EXCLUDED.position"
        )


_READ_LOG = """
    SELECT g.aggregate_type, g.aggregate_id, f.version, f.fact_id, f.event
    FROM json_to_recordset(%s::json) AS g(aggregate_type text, aggregate_id uuid, after integer, up_to integer)
    CROSS JOIN LATERAL (
        SELECT version, fact_id, event FROM domain.fact
        WHERE tenant_id = %s AND aggregate_type = g.aggregate_type AND aggregate_id = g.aggregate_id
          AND version > g.after AND version <= g.up_to
        OFFSET 0
    ) AS f
    ORDER BY g.aggregate_type, g.aggregate_id, f.version
"""

# No conflict target: naming one would need the right to read what other events were parked.
_PARK = """
    INSERT INTO projection.unread
        (projection, tenant_id, event_id, aggregate_type, aggregate_id, version, reason, event)
    SELECT %s, tenant_id, event_id, aggregate ->> 0, (aggregate ->> 1)::uuid, version, reason, event
    FROM json_to_recordset(%s::json)
        AS u(tenant_id uuid, event_id text, aggregate jsonb, version integer, reason text, event text)
    ON CONFLICT DO NOTHING
"""


def _advances(advances: Sequence[Advance]) -> str:
    return _records(
        {"aggregate_type": step.aggregate[0], "aggregate_id": step.aggregate[1], "version": step.after}
        for step in advances
    )


_: type[ProjectionStore] = PostgresProjectionStore
__: type[ProjectionTransaction] = PostgresProjectionTransaction
