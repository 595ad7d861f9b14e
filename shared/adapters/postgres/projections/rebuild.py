"""A second copy of a projection's schema, the log to fill it from, and the swap."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from typing import Any

import psycopg
from psycopg import Connection, sql

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.ports.projections import FactEnvelope, ProjectionStore, Unread
from shared.ports.rebuild import Comparison, HistoryPage, Rebuild, RebuildRunning
from shared.projections.projection import Projection

PAGE_SIZE = 5_000
_BATCH_TIMEOUT_MS = 240_000

Project = Callable[[Sequence[FactEnvelope | Unread]], object]


@contextmanager
def open_rebuild(url: str, projection: Projection, reader: FactReader, *, suffix: str) -> Iterator["PostgresRebuild"]:
    """The login owns the schemas and may act as ``sre_projector`` (writes) and ``sre_admin`` (reads every tenant)."""
    schema = f"{projection.name}_{suffix}"
    with ExitStack() as stack:
        owner = stack.enter_context(psycopg.connect(url, autocommit=True, connect_timeout=10))
        if not _one(owner, "SELECT pg_try_advisory_lock(hashtextextended('rebuild ' || %s, 0))", (projection.name,)):
            raise RebuildRunning(projection.name)
        # A closed session keeps its locks until the server has noticed; the next rebuild may come sooner.
        stack.callback(_unlock, owner, projection.name)
        owner.execute("SET client_min_messages = warning")
        operator = stack.enter_context(
            psycopg.connect(url, autocommit=True, connect_timeout=10, options="-c role=sre_admin -c jit=off")
        )
        pool = stack.enter_context(
            connect_pool(url, role="sre_projector", application="sre-rebuild", statement_timeout_ms=_BATCH_TIMEOUT_MS)
        )
        with owner.transaction():
            _drop(owner, schema)
            owner.execute(
                sql.SQL("SELECT projection.{}(%s)").format(sql.Identifier(f"create_{projection.name}")), (schema,)
            )
            indexes = owner.execute(_INDEXES, (schema,)).fetchall()
            for name, _definition in indexes:
                owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(schema, name)))
        store = PostgresProjectionStore(pool, projection, reader, schema=schema)
        try:
            target = PostgresRebuild(projection, schema, store, reader=reader, owner=owner, operator=operator)
            target.postponed_indexes = tuple(definition for _name, definition in indexes)
            yield target
        finally:
            if not owner.broken:
                _drop(owner, schema)


class PostgresRebuild:
    def __init__(
        self,
        projection: Projection,
        schema: str,
        store: ProjectionStore,
        *,
        reader: FactReader,
        owner: Connection[Any],
        operator: Connection[Any],
    ) -> None:
        self._projection = projection
        self._schema = schema
        self._store = store
        self._reader = reader
        self._owner = owner
        self._operator = operator
        self._place = _Place("0", 0)
        #: Built once over all rows, which takes a fraction of keeping them while rows come in.
        self.postponed_indexes: tuple[str, ...] = ()

    @property
    def store(self) -> ProjectionStore:
        return self._store

    def history(self) -> Iterator[HistoryPage]:
        done, total = 0, self._total()
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self._page, _SETTLED)
            while events := coming.result():
                coming = ahead.submit(self._page, _SETTLED)
                done += len(events)
                yield HistoryPage(events, done, max(done, total))
        for definition in self.postponed_indexes:
            self._owner.execute(definition.encode())

    def swap(self, project: Project) -> None:
        live = self._projection.name
        previous = f"{live}_previous"
        with self._owner.transaction():
            self._owner.execute("SET LOCAL lock_timeout = '30s'")
            # A projector's first statement reads progress: it waits here and then finds the new schema by name.
            self._owner.execute(_LOCK.format(sql.Identifier(live, "progress")))
            self._catch_up(project)
            _drop(self._owner, previous)
            for old, new in ((live, previous), (self._schema, live)):
                self._owner.execute(
                    sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
                )

    def compare(self, project: Project) -> Comparison:
        self._catch_up(project)
        live = self._projection.name
        differing = {
            table: _one(self._operator, _differing(table, row, live, self._schema))
            for table, row in self._projection.tables
        }
        behind = _one(
            self._operator,
            sql.SQL(
                "SELECT count(*) FROM {fresh} f LEFT JOIN {live} l USING (tenant_id, aggregate_type, aggregate_id)"
                " WHERE l.version IS NULL OR l.version < f.version"
            ).format(fresh=sql.Identifier(self._schema, "progress"), live=sql.Identifier(live, "progress")),
        )
        return Comparison(differing, behind)

    def _catch_up(self, project: Project) -> None:
        """Everything visible, settled or not: what becomes visible later is still to be delivered to the projector."""
        while events := self._page(_VISIBLE):
            project(events)

    def _page(self, statement: str) -> Sequence[FactEnvelope | Unread]:
        parameters = {
            "tx": self._place.tx,
            "position": self._place.position,
            "types": sorted(self._projection.aggregate_types),
            "limit": PAGE_SIZE,
        }
        rows = self._operator.execute(statement.encode(), parameters).fetchall()
        if rows:
            self._place = _Place(rows[-1][0], rows[-1][1])
        return [
            self._reader.read_fact(text, tenant_id=tenant_id, fact_id=fact_id, aggregate=(kind, id_), version=version)
            for _tx, _position, tenant_id, kind, id_, version, fact_id, text in rows
        ]

    def _total(self) -> int:
        return int(_one(self._operator, _TOTAL, (sorted(self._projection.aggregate_types),)))


@dataclass(frozen=True, slots=True)
class _Place:
    tx: str
    position: int


# Below the horizon no transaction is open any more, so no fact can still appear there: in commit order, none skipped.
_SETTLED = """
    SELECT f.tx::text, f.position, f.tenant_id, f.aggregate_type, f.aggregate_id, f.version, f.fact_id, f.event
    FROM domain.fact f
    WHERE (f.tx, f.position) > (%(tx)s::xid8, %(position)s::bigint)
        AND f.tx < pg_snapshot_xmin(pg_current_snapshot())
        AND f.aggregate_type = ANY (%(types)s)
    ORDER BY f.tx, f.position LIMIT %(limit)s
"""
_VISIBLE = """
    SELECT f.tx::text, f.position, f.tenant_id, f.aggregate_type, f.aggregate_id, f.version, f.fact_id, f.event
    FROM domain.fact f
    WHERE (f.tx, f.position) > (%(tx)s::xid8, %(position)s::bigint)
        AND f.aggregate_type = ANY (%(types)s)
    ORDER BY f.tx, f.position LIMIT %(limit)s
"""
# Those that are no primary key.
_INDEXES = """
    SELECT i.indexname, i.indexdef FROM pg_indexes i
    WHERE i.schemaname = %s AND NOT EXISTS (
        SELECT FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = i.schemaname AND c.conname = i.indexname
    )
"""
_TOTAL = "SELECT count(*) FROM domain.fact WHERE aggregate_type = ANY (%s)"
_LOCK = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE")


def _differing(table: str, row: type[Any], live: str, fresh: str) -> sql.Composed:
    """Rows of aggregates that are equally far in both, and are not the same in both."""
    one_way = "SELECT r::text FROM {} r JOIN settled s ON s.tenant_id = r.tenant_id AND s.aggregate_id = r.{owner}"
    both = sql.SQL(
        "WITH settled AS (SELECT tenant_id, aggregate_id FROM {live_progress} JOIN {fresh_progress}"
        " USING (tenant_id, aggregate_type, aggregate_id, version)),"
        " live AS ({live_rows}), fresh AS ({fresh_rows})"
        " SELECT count(*) FROM ((TABLE live EXCEPT ALL TABLE fresh) UNION ALL (TABLE fresh EXCEPT ALL TABLE live)) d"
    )
    owner = sql.Identifier(fields(row)[0].name)
    return both.format(
        live_progress=sql.Identifier(live, "progress"),
        fresh_progress=sql.Identifier(fresh, "progress"),
        live_rows=sql.SQL(one_way).format(sql.Identifier(live, table), owner=owner),
        fresh_rows=sql.SQL(one_way).format(sql.Identifier(fresh, table), owner=owner),
    )


def _unlock(owner: Connection[Any], name: str) -> None:
    if not owner.broken:
        owner.execute("SELECT pg_advisory_unlock(hashtextextended('rebuild ' || %s, 0))", (name,))


def _drop(owner: Connection[Any], schema: str) -> None:
    owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


def _one(connection: Connection[Any], statement: str | sql.Composed, parameters: Sequence[Any] = ()) -> Any:
    query = statement.encode() if isinstance(statement, str) else statement
    row = connection.execute(query, parameters).fetchone()
    return None if row is None else row[0]


_: type[Rebuild] = PostgresRebuild
