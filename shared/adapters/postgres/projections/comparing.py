"""Do two sets of a projection's tables hold the same rows?"""

from dataclasses import fields
from typing import Any

from psycopg import Connection, sql

from shared.ports.rebuild import Comparison
from shared.projections.projection import Projection


def compare_tables(operator: Connection[Any], projection: Projection, *, live: str, fresh: str) -> Comparison:
    differing = {table: _number(operator, _differing(table, row, live, fresh)) for table, row in projection.tables}
    behind = sql.SQL(_BEHIND).format(fresh=sql.Identifier(fresh, "progress"), live=sql.Identifier(live, "progress"))
    return Comparison(differing, _number(operator, behind))


def _differing(table: str, row: type[Any], live: str, fresh: str) -> sql.Composed:
    owner = sql.Identifier(fields(row)[0].name)
    return sql.SQL(_DIFFERING).format(
        live_progress=sql.Identifier(live, "progress"),
        fresh_progress=sql.Identifier(fresh, "progress"),
        live_rows=sql.SQL(_ROWS).format(sql.Identifier(live, table), owner=owner),
        fresh_rows=sql.SQL(_ROWS).format(sql.Identifier(fresh, table), owner=owner),
    )


def _number(operator: Connection[Any], statement: sql.Composed) -> int:
    row = operator.execute(statement).fetchone()
    return int(row[0]) if row else 0


# Rows of aggregates that are equally far in both, and are not the same in both.
_ROWS = "SELECT r::text FROM {} r JOIN settled s ON s.tenant_id = r.tenant_id AND s.aggregate_id = r.{owner}"
_DIFFERING = """
    WITH settled AS (
        SELECT tenant_id, aggregate_id FROM {live_progress} JOIN {fresh_progress}
            USING (tenant_id, aggregate_type, aggregate_id, version)
    ), live AS ({live_rows}), fresh AS ({fresh_rows})
    SELECT count(*) FROM ((TABLE live EXCEPT ALL TABLE fresh) UNION ALL (TABLE fresh EXCEPT ALL TABLE live)) d
"""
_BEHIND = """
    SELECT count(*) FROM {fresh} f LEFT JOIN {live} l USING (tenant_id, aggregate_type, aggregate_id)
    WHERE l.version IS NULL OR l.version < f.version
"""
