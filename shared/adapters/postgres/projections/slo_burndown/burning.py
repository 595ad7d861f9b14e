"""Readings of burning budgets from the running totals in PostgreSQL: for all objectives of a tenant at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.projections.slo_burndown import burn_statements
from shared.adapters.postgres.projections.slots import serving
from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.judging import Sums, look_at
from shared.domain.slo.values import SLODefinition
from shared.domain.slo.windows import PARTS, seconds, window_start
from shared.kernel.ids import SloId, TenantId
from shared.ports.burn_readings import BurnReadings
from shared.ports.store import StoreUnavailable
from shared.processes.slo_burn.reading import BurnReading, ConditionLook

Row = Mapping[str, Any]
#: So late may the newest window be, beside two windows' length, for somebody to be woken by it.
_LATE: Final = timedelta(minutes=10)
_NOTHING: Final = Sums()


class PostgresBurnReadings:
    """Role ``sre_query``."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def candidates(self, tenant_id: TenantId, told_since: datetime) -> Sequence[SloId]:
        parameters = {"tenant": tenant_id, "told_since": told_since, "parts": PARTS}
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(serving(burn_statements.CANDIDATES), parameters).fetchall()
        return [SloId(row[0]) for row in rows]

    def read(self, tenant_id: TenantId, slo_ids: Sequence[SloId], now: datetime) -> Sequence[BurnReading]:
        """Two looks at the tables: an objective of which something was told in between is left for the next time."""
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            asked = {"tenant": tenant_id, "slos": list(slo_ids)}
            objectives = [_Objective.of(row) for row in _rows(connection, burn_statements.OBJECTIVES, asked)]
            totals = _totals(connection, tenant_id, objectives)
        return [_reading(each, totals[key], now) for each in objectives if (key := _key(each)) in totals]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Objective:
    row: Row
    definition: SLODefinition
    at: datetime

    @classmethod
    def of(cls, row: Row) -> "_Objective":
        """Of an objective of which nothing is told, as after it began to count something else, the time is that."""
        definition = SLODefinition.model_validate(row["definition"])
        return cls(row=row, definition=definition, at=(row["data_until"] or row["counted_since"]).astimezone(UTC))

    def moments(self) -> Iterator[int]:
        """Where the totals are needed, in seconds: at its newest window and at each beginning of what looks back."""
        until = seconds(self.at)
        yield until
        yield seconds(window_start(self.definition, self.at))
        for each in burn_conditions(self.definition):
            yield from (until - each.long_s, until - each.short_s)


#: What was told of one objective up to each moment, in seconds.
Totals = Mapping[int, Sums]


def _key(objective: _Objective) -> tuple[SloId, int]:
    return SloId(objective.row["slo_id"]), objective.row["version"]


def _rows(connection: Connection[Any], statement: str, parameters: Mapping[str, Any]) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return list(cursor.execute(serving(statement), parameters).fetchall())


def _totals(
    connection: Connection[Any], tenant_id: TenantId, objectives: Sequence[_Objective]
) -> Mapping[tuple[SloId, int], Totals]:
    """By objective and version."""
    wanted = [(each, moment) for each in objectives for moment in sorted(set(each.moments()))]
    asked = {
        "tenant": tenant_id,
        "slos": [each.row["slo_id"] for each, _ in wanted],
        "counted_from": [each.row["counted_from"] for each, _ in wanted],
        "moments": [datetime.fromtimestamp(moment, UTC) for _, moment in wanted],
    }
    found: dict[tuple[SloId, int], dict[int, Sums]] = {}
    for (each, moment), row in zip(wanted, _rows(connection, burn_statements.TOTALS, asked), strict=True):
        sums = Sums(*(int(row[name] or 0) for name in Sums._fields))
        found.setdefault((SloId(each.row["slo_id"]), row["version"]), {})[moment] = sums
    return found


def _reading(objective: _Objective, totals: Totals, now: datetime) -> BurnReading:
    row, definition, at = objective.row, objective.definition, objective.at

    def told(since: int, until: int) -> Sums:
        return Sums(*(late - early for late, early in zip(totals[until], totals[since], strict=True)))

    known_since = (row["known_since"] or at).astimezone(UTC)
    return BurnReading(
        slo_id=SloId(row["slo_id"]),
        version=row["version"],
        slug=row["slug"],
        revision=row["revision"],
        definition=definition,
        service=row["service"],
        at=at,
        is_fresh=now - at <= 2 * timedelta(seconds=definition.measured_every_s) + _LATE,
        looks=tuple(ConditionLook(each, look_at(each, at, known_since, told)) for each in burn_conditions(definition)),
        budget=told(seconds(window_start(definition, at)), seconds(at)),
    )


_: type[BurnReadings] = PostgresBurnReadings
