"""SLOQueryService over the recorded windows in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Any

from pydantic import TypeAdapter

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.freshness import Reading
from shared.adapters.postgres.projections.past import PastReading, TimedReads
from shared.adapters.postgres.projections.slo_burndown import statements
from shared.adapters.postgres.projections.slo_burndown.account_rows import budget_in
from shared.adapters.postgres.projections.slo_burndown.hour_statements import FOLLOWING
from shared.domain.slo.values import Budgeting, CalendarMonth, SLODefinition
from shared.domain.slo.windows import (
    CORRECTION_HORIZON,
    PARTS,
    Hour,
    Recorded,
    Windows,
    good_share,
    seconds,
    window_start,
)
from shared.kernel.ids import SloId, TenantId
from shared.kernel.zones import zone_named
from shared.projections.page import AsOf, InvalidQuery
from shared.projections.slo_burndown.burning_down import (
    PROJECTED_FROM_S,
    budget_at,
    burn_rates,
    counted,
    curve,
    left_events,
    left_minutes,
    look_backs,
    projected_exhaustion,
    remaining,
    window_end,
)
from shared.projections.slo_burndown.projection import slo_burndown
from shared.projections.slo_burndown.queries import (
    MAX_POINTS,
    BurndownQuery,
    Exhaustion,
    SLIPoint,
    SLITimeSeries,
    SLOBurndown,
    SLOQueries,
    TimeSeriesQuery,
)
from shared.projections.slo_burndown.steps import edges

Row = dict[str, Any]
_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)
_MOST_EXHAUSTIONS = 20
_HOUR_OF = itemgetter(*Hour._fields)
_LONGEST_WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Objective:
    slo_id: SloId
    definition: SLODefinition
    row: Row
    #: For every statement about it.
    parameters: dict[str, Any]


class PostgresSLOQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = TimedReads(pool, slo_burndown, wait_s=wait_s, following=FOLLOWING)

    def get_burndown(self, tenant_id: TenantId, query: BurndownQuery, now: datetime) -> SLOBurndown | None:
        if not 1 <= query.points <= MAX_POINTS:
            raise InvalidQuery(f"points are 1 to {MAX_POINTS}")
        now = query.as_of or now
        with self._reads.reading(tenant_id, query, statements.PAST, {"slo": query.slo_id}) as reading:
            objective = _objective(reading, tenant_id, query.slo_id)
            if objective is None:
                return None
            windows = _windows(reading, objective, now)
            crossings = reading.rows(statements.CROSSINGS, objective.parameters | {"limit": 2 * _MOST_EXHAUSTIONS})
        return _burndown(objective, windows, _exhaustions(crossings), query.points, now, reading.as_of)

    def get_time_series(self, tenant_id: TenantId, query: TimeSeriesQuery, now: datetime) -> SLITimeSeries | None:
        now = query.as_of or now
        with self._reads.reading(tenant_id, query, statements.PAST, {"slo": query.slo_id}) as reading:
            objective = _objective(reading, tenant_id, query.slo_id)
            if objective is None:
                return None
            zone = _zone(objective.definition)
            steps = edges(query.step, query.since, query.until, now, zone_named(zone))
            stretch = {"edges": steps, "first": steps[0], "last": steps[-1]}
            rows = reading.rows(statements.STEPS, objective.parameters | stretch)
        return SLITimeSeries(
            slo_id=query.slo_id,
            slug=objective.row["slug"],
            target=objective.definition.target,
            step=query.step,
            zone=zone,
            counted_since=objective.row["counted_since"],
            points=_points(steps, rows, objective.definition),
            as_of=reading.as_of,
        )


def _objective(reading: Reading | PastReading, tenant_id: TenantId, slo_id: SloId) -> _Objective | None:
    found = reading.rows(statements.OBJECTIVE, {"tenant": tenant_id, "slo": slo_id})
    if not found:
        return None
    (row,) = found
    definition = _DEFINITION.validate_python(row["definition"])
    return _Objective(
        slo_id=slo_id,
        definition=definition,
        row=row,
        parameters={
            "tenant": tenant_id,
            "slo": slo_id,
            "counted_from": row["counted_from"],
            "slices": definition.budgeting is Budgeting.TIMESLICES,
            "parts": PARTS,
            "good_share": good_share(definition),
        },
    )


def _windows(reading: Reading | PastReading, objective: _Objective, now: datetime) -> Windows:
    """As far back as the oldest point of the curve and the longest burn rate look back, and to the whole hour."""
    newest: datetime | None = objective.row["data_until"]
    if newest is None:
        return Windows()
    definition = objective.definition
    looked_back = now - timedelta(seconds=look_backs(definition)[-1])
    oldest = min(window_start(definition, window_start(definition, now)), looked_back) - _LONGEST_WINDOW
    bounds = {"first": oldest.replace(minute=0, second=0, microsecond=0), "horizon": newest - CORRECTION_HORIZON}
    hours = reading.rows(statements.HOURS, objective.parameters | bounds)
    recent = reading.rows(statements.RECENT, objective.parameters | bounds)
    return Windows(
        hours=tuple(Hour._make(map(int, _HOUR_OF(row))) for row in hours),
        recent=tuple(Recorded(**row | {"allowed": int(row["allowed"])}) for row in recent),
        newest_end=seconds(newest),
    )


def _burndown(
    objective: _Objective,
    windows: Windows,
    exhaustions: tuple[Exhaustion, ...],
    points: int,
    now: datetime,
    as_of: AsOf,
) -> SLOBurndown:
    definition, row = objective.definition, objective.row
    told = counted(windows, definition)
    budget = budget_at(told, definition, now)
    return SLOBurndown(
        slo_id=objective.slo_id,
        slug=row["slug"],
        name=definition.name,
        revision=row["revision"],
        target=definition.target,
        budgeting=definition.budgeting,
        window_start=window_start(definition, now),
        window_end=window_end(definition, now),
        counted_since=row["counted_since"],
        data_until=row["data_until"],
        budget=budget,
        remaining=remaining(budget),
        left_events=left_events(budget),
        left_minutes=left_minutes(budget, definition, now),
        data_age_s=None if row["data_until"] is None else max(0, int((now - row["data_until"]).total_seconds())),
        exhausted_since=row["exhausted_since"],
        burn_rates=burn_rates(told, definition, now),
        exhausts_at=projected_exhaustion(told, definition, now),
        projected_from_s=PROJECTED_FROM_S,
        points=curve(told, definition, now, points),
        exhaustions=exhaustions,
        as_of=as_of,
    )


def _exhaustions(crossings: Sequence[Row]) -> tuple[Exhaustion, ...]:
    """Newest first, as the rows are."""
    found: list[Exhaustion] = []
    ends_at: datetime | None = None
    for row in crossings:
        if row["exhausted"]:
            budget = budget_in(row)
            found.append(Exhaustion(starts_at=row["at"], ends_at=ends_at, revision=row["revision"], budget=budget))
        ends_at = None if row["exhausted"] else row["at"]
    return tuple(found[:_MOST_EXHAUSTIONS])


def _zone(definition: SLODefinition) -> str:
    return definition.window.zone if isinstance(definition.window, CalendarMonth) else "UTC"


def _points(steps: Sequence[datetime], rows: Sequence[Row], definition: SLODefinition) -> tuple[SLIPoint, ...]:
    told = {row["step"]: row for row in rows}
    stretches = ((starts_at.astimezone(UTC), ends_at.astimezone(UTC)) for starts_at, ends_at in pairwise(steps))
    return tuple(
        _point(*stretch, told[number], definition) if number in told else _gap(*stretch)
        for number, stretch in enumerate(stretches)
    )


def _gap(starts_at: datetime, ends_at: datetime) -> SLIPoint:
    nothing = dict.fromkeys(("good", "total", "sli", "good_slices", "slices"))
    return SLIPoint(
        starts_at=starts_at, ends_at=ends_at, recorded=False, recorded_s=0, corrected=0, excluded=0, **nothing
    )


def _point(starts_at: datetime, ends_at: datetime, row: Row, definition: SLODefinition) -> SLIPoint:
    good, total = int(row["good"]), int(row["total"])
    sliced = definition.budgeting is Budgeting.TIMESLICES
    return SLIPoint(
        starts_at=starts_at,
        ends_at=ends_at,
        recorded=True,
        good=good,
        total=total,
        sli=100 * good / total if total else None,
        good_slices=row["good_slices"] if sliced else None,
        slices=row["slices"] if sliced else None,
        recorded_s=row["recorded_s"],
        corrected=row["corrected"],
        excluded=row["excluded"],
    )


_: type[SLOQueries] = PostgresSLOQueries
