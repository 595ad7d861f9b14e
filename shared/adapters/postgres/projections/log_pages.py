"""The log of facts from a position on, in commit order, of every tenant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

from shared.adapters.postgres.projections.reading import FactReader
from shared.ports.rebuild import Events
from shared.projections.projection import Projection

PAGE_SIZE = 5_000


@dataclass(frozen=True, slots=True)
class LogPosition:
    """A fact's place in commit order: its transaction, then its position in the log."""

    tx: str
    position: int


START = LogPosition("0", 0)


class LogPages:
    """``operator`` acts as ``sre_admin``, which reads the facts of every tenant."""

    def __init__(self, operator: Connection[Any], reader: FactReader, projection: Projection) -> None:
        self._operator = operator
        self._reader = reader
        self._types = sorted(projection.aggregate_types)

    def settled(self, after: LogPosition) -> tuple[Events, LogPosition]:
        return self._after(_SETTLED, after)

    def visible(self, after: LogPosition) -> tuple[Events, LogPosition]:
        """Settled or not: what becomes visible later may lie before this position."""
        return self._after(_VISIBLE, after)

    def missed(self, ahead: str, behind: str) -> Iterator[Events]:
        """What the schema ``ahead`` has applied and the schema ``behind`` has not."""
        statement = sql.SQL(_MISSED).format(
            ahead=sql.Identifier(ahead, "progress"), behind=sql.Identifier(behind, "progress")
        )
        last: Sequence[Any] = (_NOBODY, "", _NOBODY, 0)
        while True:
            parameters = dict(zip(("tenant", "kind", "id", "version"), last, strict=True)) | {"limit": PAGE_SIZE}
            rows = self._operator.execute(statement, parameters).fetchall()
            if not rows:
                return
            last = rows[-1][2:6]
            yield self._read(rows)

    def total(self) -> int:
        row = self._operator.execute(_TOTAL, (self._types,)).fetchone()
        return int(row[0]) if row else 0

    def _after(self, statement: str, after: LogPosition) -> tuple[Events, LogPosition]:
        parameters = {"tx": after.tx, "position": after.position, "types": self._types, "limit": PAGE_SIZE}
        rows = self._operator.execute(statement.encode(), parameters).fetchall()
        return self._read(rows), LogPosition(rows[-1][0], rows[-1][1]) if rows else after

    def _read(self, rows: Sequence[Any]) -> Events:
        return [
            self._reader.read_fact(text, tenant_id=tenant_id, fact_id=fact_id, aggregate=(kind, id_), version=version)
            for _tx, _position, tenant_id, kind, id_, version, fact_id, text in rows
        ]


_NOBODY = "00000000-0000-0000-0000-000000000000"

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
_MISSED = """
    SELECT f.tx::text, f.position, f.tenant_id, f.aggregate_type, f.aggregate_id, f.version, f.fact_id, f.event
    FROM {ahead} a
    LEFT JOIN {behind} b USING (tenant_id, aggregate_type, aggregate_id)
    CROSS JOIN LATERAL (
        SELECT * FROM domain.fact
        WHERE tenant_id = a.tenant_id AND aggregate_type = a.aggregate_type AND aggregate_id = a.aggregate_id
            AND version > COALESCE(b.version, 0) AND version <= a.version
        OFFSET 0
    ) f
    WHERE a.version > COALESCE(b.version, 0)
        AND (f.tenant_id, f.aggregate_type, f.aggregate_id, f.version)
            > (%(tenant)s::uuid, %(kind)s::text, %(id)s::uuid, %(version)s::integer)
    ORDER BY f.tenant_id, f.aggregate_type, f.aggregate_id, f.version LIMIT %(limit)s
"""
_TOTAL = "SELECT count(*) FROM domain.fact WHERE aggregate_type = ANY (%s)"
