"""SLOQueryService: how a budget went, and what was measured, step by step."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.domain.slo.values import Budget, Budgeting
from shared.kernel.ids import SloId, TenantId
from shared.projections.page import AsOf

DEFAULT_POINTS = 60
MAX_POINTS = 500
#: A day by the minute.
MAX_STEPS = 1_440


class Step(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class BurndownQuery:
    slo_id: SloId
    points: int = DEFAULT_POINTS
    """Into how many equal steps the objective's window is cut."""
    min_position: int | None = None
    as_of: datetime | None = None
    """As it was at this instant, by what had been told by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSeriesQuery:
    """Steps from the one that holds ``since`` to the one before ``until``: unless told, now and 60 minutes, 48 hours or
    30 days before."""

    slo_id: SloId
    step: Step = Step.HOUR
    since: datetime | None = None
    until: datetime | None = None
    min_position: int | None = None
    as_of: datetime | None = None
    """As it was at this instant, by what had been told by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnRate:
    look_back_s: int
    rate: float | None
    """How many times faster than allowed; None: nothing is known of that time, or nothing happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurndownPoint:
    """The budget over the objective's window as it stood at ``at``, by what is known now."""

    at: datetime
    recorded: bool
    """Was anything told of the time since the point before? Where it was not there are no numbers."""
    remaining: float | None
    """Share of the budget: 1 untouched, 0 exhausted, below it overdrawn."""
    good: int | None
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhaustion:
    """From the moment the budget was used up until a tenth of it was back, as it was told then."""

    started_at: datetime
    ended_at: datetime | None
    """None: it lasts."""
    revision: int
    budget: Budget
    """As it began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOBurndown:
    slo_id: SloId
    slug: str
    name: str
    revision: int
    target: float
    """Percent."""
    budgeting: Budgeting
    window_starts_at: datetime
    window_ends_at: datetime
    """Of a rolling window: now."""
    counted_since: datetime
    """Since when the same thing is counted; what was recorded before is not in any number here."""
    data_until: datetime | None
    """End of the newest window that was told; nothing later is known."""
    budget: Budget
    remaining: float
    exhausted_since: datetime | None
    burn_rates: tuple[BurnRate, ...]
    """For every look-back of the objective's burn conditions, shortest first."""
    projected_exhaustion: datetime | None
    """When nothing is left if it goes on as in ``projected_from_s``; None: it is, or would outlast the window."""
    projected_from_s: int
    points: tuple[BurndownPoint, ...]
    """Oldest first; the last is now."""
    exhaustions: tuple[Exhaustion, ...]
    """The newest twenty, newest first."""
    as_of: AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class SLIPoint:
    """Windows count where they begin, and are never spread: one longer than a step leaves the steps after it empty."""

    starts_at: datetime
    ends_at: datetime
    recorded: bool
    """No window begins here: nothing is known, which is not nothing happened."""
    good: int | None
    total: int | None
    sli: float | None
    """Percent; None as well where nothing happened."""
    good_slices: int | None
    """For an objective that counts slices of time."""
    slices: int | None
    recorded_s: int
    """Summed length of the windows: below a step's length part of it is missing, above it they overlap or reach out."""
    corrected: int
    """Windows that were corrected after they were told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLITimeSeries:
    slo_id: SloId
    slug: str
    target: float
    step: Step
    zone: str
    """Of the days: the objective's own for calendar months, otherwise UTC."""
    counted_since: datetime
    points: tuple[SLIPoint, ...]
    """Oldest first, without a hole."""
    as_of: AsOf


class SLOQueries(Protocol):
    """None: there is no such objective. Raises InvalidQuery."""

    def get_burndown(self, tenant_id: TenantId, query: BurndownQuery, now: datetime) -> SLOBurndown | None: ...

    def get_time_series(self, tenant_id: TenantId, query: TimeSeriesQuery, now: datetime) -> SLITimeSeries | None: ...
