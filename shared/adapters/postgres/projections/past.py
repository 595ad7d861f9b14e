"""A view as it was: the facts recorded by then, folded by the projection's own code, asked by the same SQL.

Nothing is kept of the past but the facts. So a question names the streams that its answer may rest on, they are folded,
and their rows stand in the slots of its statement that the view's tables fill otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from psycopg import Cursor
from psycopg.rows import DictRow, dict_row

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.past_facts import PAST_FACTS
from shared.adapters.postgres.projections.freshness import FreshReads, Reading
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.records import records
from shared.adapters.postgres.projections.slots import filled, serving, slots_of
from shared.domain.published import FACTS
from shared.kernel.ids import TenantId
from shared.ports.past import MOST_FACTS, MOST_STREAMS, refuse_what_has_not_come, too_much
from shared.ports.projections import Unread
from shared.projections.folding import fold
from shared.projections.page import AsOf
from shared.projections.projection import Projection


class Timed(Protocol):
    """A question that may be about the past."""

    @property
    def min_position(self) -> int | None: ...

    @property
    def as_of(self) -> datetime | None: ...


_NOTHING: Mapping[str, str] = {}


class TimedReads:
    """The view as it is, or as it was."""

    def __init__(
        self, pool: Pool, projection: Projection, *, wait_s: float, following: Mapping[str, str] = _NOTHING
    ) -> None:
        """``following`` are tables that no fact is folded into: of the past they are asked for by these statements."""
        self._pool = pool
        self._projection = projection
        self.fresh = FreshReads(pool, projection, wait_s=wait_s)
        self._reader = FactReader(Codec(FACTS))
        self._past = _PastTables(projection, following)

    @contextmanager
    def reading(
        self, tenant_id: TenantId, asked: Timed, streams: str, parameters: Mapping[str, Any]
    ) -> Iterator["Reading | PastReading"]:
        """``streams`` chooses (aggregate_type, aggregate_id) for a question about the past; it may choose too many.

        It gets ``as_of`` and ``most`` besides the parameters.
        """
        if asked.as_of is None:
            with self.fresh.reading(tenant_id, asked.min_position) as reading:
                yield reading
            return
        with transaction(self._pool, tenant_id) as connection, connection.cursor(row_factory=dict_row) as cursor:
            refuse_what_has_not_come(asked.as_of, _now(cursor))
            given = {**parameters, "as_of": asked.as_of, "most": MOST_STREAMS + 1}
            chosen = cursor.execute(serving(streams), given).fetchall()
            if len(chosen) > MOST_STREAMS:
                raise too_much(f"more than {MOST_STREAMS} things")
            yield self._folded(cursor, tenant_id, asked.as_of, chosen)

    def _folded(
        self, cursor: Cursor[DictRow], tenant_id: TenantId, as_of: datetime, chosen: Sequence[DictRow]
    ) -> "PastReading":
        found = cursor.execute(
            PAST_FACTS,
            {
                "tenant": tenant_id,
                "types": [stream["aggregate_type"] for stream in chosen],
                "ids": [stream["aggregate_id"] for stream in chosen],
                "as_of": as_of,
                "most": MOST_FACTS + 1,
            },
        ).fetchall()
        if len(found) > MOST_FACTS:
            raise too_much(f"more than {MOST_FACTS} facts")
        facts = (
            self._reader.read_fact(
                row["event"],
                tenant_id=tenant_id,
                fact_id=row["fact_id"],
                aggregate=(row["aggregate_type"], row["aggregate_id"]),
                version=row["version"],
            )
            for row in found
        )
        tables = fold(self._projection, (fact for fact in facts if not isinstance(fact, Unread)))
        newest = max(found, key=lambda row: int(row["position"]), default=None)
        seen = AsOf(position=newest["position"], at=newest["recorded_at"]) if newest else AsOf(position=0, at=None)
        return PastReading(
            cursor, seen, self._past, {f"past_{name}": _rows(tenant_id, rows) for name, rows in tables.items()}
        )


@dataclass(frozen=True, slots=True)
class PastReading:
    """``as_of`` is the newest fact that the answer rests on."""

    cursor: Cursor[DictRow]
    as_of: AsOf
    past: "_PastTables"
    rows_of: Mapping[str, str]

    def rows(self, statement: str, parameters: dict[str, Any]) -> list[DictRow]:
        return self.cursor.execute(self.past.statement(statement), {**parameters, **self.rows_of}).fetchall()


class _PastTables:
    """Fills the slots of a projection's own tables with rows that come as parameters, and all others as usual."""

    def __init__(self, projection: Projection, following: Mapping[str, str]) -> None:
        self._folded = {(projection.name, table) for table, _row in projection.tables}
        self._following = {(projection.name, table): statement for table, statement in following.items()}
        self._known: dict[str, bytes] = {}

    def statement(self, statement: str) -> bytes:
        if statement not in self._known:
            used = slots_of(statement)
            following = {slot: asked for slot, asked in self._following.items() if slot in used}
            folded = used.union(*map(slots_of, following.values())) & self._folded
            tables = [_ROWS.format(model=model, table=table) for model, table in sorted(folded)]
            tables += [
                f"past_{table} AS MATERIALIZED ({self._filled(asked)})" for (_, table), asked in following.items()
            ]
            whole = f"WITH {', '.join(tables)} SELECT * FROM ({self._filled(statement)}) AS answer"  # noqa: S608 - ours
            self._known[statement] = whole.encode()
        return self._known[statement]

    def _filled(self, statement: str) -> str:
        return filled(statement, self._table).decode()

    def _table(self, model: str, table: str) -> str:
        slot = (model, table)
        return f"past_{table}" if slot in self._folded or slot in self._following else f"{model}.{table}"


_ROWS = (
    "past_{table} AS MATERIALIZED"
    " (SELECT * FROM json_populate_recordset(NULL::{model}.{table}, %(past_{table})s::json))"
)


def _rows(tenant_id: TenantId, rows: Sequence[Any]) -> str:
    tenant: dict[str, UUID] = {"tenant_id": tenant_id}
    return records({**tenant, **{field.name: getattr(row, field.name) for field in fields(row)}} for row in rows)


def _now(cursor: Cursor[DictRow]) -> datetime:
    (row,) = cursor.execute("SELECT clock_timestamp() AS now").fetchall()
    now: datetime = row["now"]
    return now
