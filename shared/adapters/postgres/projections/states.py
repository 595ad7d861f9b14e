"""How every projection stands: versions, how far it is behind, how large it is, what is kept beside it."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import Connection, sql
from psycopg.rows import dict_row

from shared.adapters.postgres.projections.builds import candidate_of, previous_of
from shared.ports.rebuild import KeptTables, ProjectionState
from shared.projections.projection import Projection


def read_states(url: str, projections: Sequence[Projection]) -> list[ProjectionState]:
    options = "-c role=sre_admin -c jit=off"
    with psycopg.connect(url, autocommit=True, connect_timeout=10, options=options) as operator:
        return [_state(operator, projection) for projection in projections]


def _state(operator: Connection[Any], projection: Projection) -> ProjectionState:
    name = projection.name
    builds = {build["schema_name"]: build for build in _rows(operator, _BUILDS, {"projection": name})}
    (unread,) = _rows(operator, _UNREAD, {"projection": name})
    behind: dict[str, Any] = {"position": 0, "facts": 0, "seconds": 0.0}
    if name in builds:
        statement = sql.SQL(_BEHIND).format(
            applied=sql.Identifier(name, "applied"), progress=sql.Identifier(name, "progress")
        )
        (behind,) = _rows(operator, statement, {"types": sorted(projection.aggregate_types)})
    return ProjectionState(
        name=name,
        code_version=projection.version,
        database_version=builds[name]["version"] if name in builds else None,
        position=behind["position"],
        lag_facts=behind["facts"],
        lag_s=behind["seconds"],
        rows={row["table"]: row["rows"] for row in _rows(operator, _ROWS, {"projection": name})},
        parked=unread["parked"],
        candidate=_kept(builds.get(candidate_of(name))),
        previous=_kept(builds.get(previous_of(name))),
    )


def _kept(build: dict[str, Any] | None) -> KeptTables | None:
    if build is None:
        return None
    return KeptTables(**{name: build[name] for name in ("version", "since", "facts", "completed_at")})


def _rows(operator: Connection[Any], statement: str | sql.Composed, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    query = statement.encode() if isinstance(statement, str) else statement
    with operator.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, parameters).fetchall()


_BUILDS = """
    SELECT b.schema_name, b.version, b.since, b.facts, b.completed_at
    FROM projection.build b JOIN pg_catalog.pg_namespace n ON n.nspname = b.schema_name
    WHERE b.projection = %(projection)s
"""
_UNREAD = "SELECT count(*) AS parked FROM projection.unread WHERE projection = %(projection)s"
# Exact, by the versions of the aggregates; how long the oldest missing fact has been waiting.
_BEHIND = """
    WITH lagging AS (
        SELECT a.tenant_id, a.aggregate_type, a.aggregate_id, COALESCE(p.version, 0) AS seen, a.version
        FROM domain.aggregate a LEFT JOIN {progress} p USING (tenant_id, aggregate_type, aggregate_id)
        WHERE a.aggregate_type = ANY (%(types)s) AND a.version > COALESCE(p.version, 0)
    ), oldest AS (
        SELECT min(f.recorded_at) AS recorded_at FROM lagging l CROSS JOIN LATERAL (
            SELECT recorded_at FROM domain.fact
            WHERE tenant_id = l.tenant_id AND aggregate_type = l.aggregate_type AND aggregate_id = l.aggregate_id
                AND version = l.seen + 1
            LIMIT 1
        ) f
    )
    SELECT COALESCE((SELECT max(position) FROM {applied}), 0) AS position,
        COALESCE((SELECT sum(version - seen) FROM lagging), 0)::bigint AS facts,
        COALESCE(extract(epoch FROM clock_timestamp() - oldest.recorded_at), 0)::float8 AS seconds
    FROM oldest
"""
_ROWS = """
    SELECT c.relname AS "table",
        CASE WHEN s.n_live_tup > 0 THEN s.n_live_tup ELSE greatest(c.reltuples, 0)::bigint END AS "rows"
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
    WHERE n.nspname = %(projection)s AND c.relkind = 'r' AND c.relname NOT IN ('progress', 'applied')
    ORDER BY c.relname
"""
