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


class SeriesStep(StrEnum):
    MINUTE = "minute"
    """A step is a whole minute."""
    HOUR = "hour"
    """A step is a whole hour, in UTC."""
    DAY = "day"
    """A step is a day between two midnights of the series' zone, 23 to 25 hours long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurndownQuery:
    slo_id: SloId
    points: int = DEFAULT_POINTS
    """How many equal steps the time from the beginning of the objective's window until now is cut into, from 1 to 500.
    """
    min_position: int | None = None
    as_of: datetime | None = None
    """The answer is as it was at this instant, by what had been recorded by then; null asks about now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSeriesQuery:
    """Steps from the one that holds ``since`` to the one before ``until``: unless told, now and 60 minutes, 48 hours or
    30 days before."""

    slo_id: SloId
    step: SeriesStep = SeriesStep.HOUR
    """How long one step of the series is; unless told, an hour."""
    since: datetime | None = None
    """The series begins with the step that holds this instant; null begins 60 minutes, 48 hours or 30 days before its
    end, for steps of a minute, an hour or a day. There are at most 1,440 steps.
    """
    until: datetime | None = None
    """The series ends with the step that holds the last moment before this instant; null ends it now, or at `as_of`."""
    min_position: int | None = None
    as_of: datetime | None = None
    """The answer is as it was at this instant, by what had been recorded by then; null asks about now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnRate:
    look_back_s: int
    """How many seconds back from now the rate looks."""
    rate: float | None
    """How many times faster than allowed the budget was used up in that time; null when nothing is known of it, or
    nothing happened.
    """
    bad: int
    """How many events, or slices, were bad in that time."""
    total: int
    """How many events, or slices, there were in that time; 0 when nothing is known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurndownPoint:
    """The budget over the objective's window as it stood at ``at``, by what is known now."""

    at: datetime
    """The instant at which the budget stood as this point says, with its zone."""
    recorded: bool
    """True when something was recorded of the time since the point before; where it is false there are no numbers."""
    remaining: float | None
    """The share of the budget that was left: 1 is untouched, 0 exhausted, below it overdrawn; null when nothing was
    recorded.
    """
    good: int | None
    """Good events within the window that ended here, or good slices; null when nothing was recorded."""
    total: int | None
    """All events within the window that ended here, or all slices; null when nothing was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhaustion:
    """From the moment the budget was used up until a tenth of it was back, as it was told then."""

    starts_at: datetime
    """The instant at which the budget was seen to be used up, by the writer's clock."""
    ends_at: datetime | None
    """The instant at which it was seen to have recovered; null while it lasts."""
    revision: int
    """The number of the objective's definition under which the budget was used up, counted from 1."""
    budget: Budget
    """The budget as it stood when the exhaustion began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOBurndown:
    slo_id: SloId
    """The id of the objective that was asked about."""
    slug: str
    """The name that the objective keeps."""
    name: str
    """What people call the objective, by its definition."""
    revision: int
    """The number of the definition that holds, counted from 1."""
    target: float
    """The percent of events, or of slices, that must be good, above 0 and below 100."""
    budgeting: Budgeting
    """What uses up the budget: bad events, or bad slices of time."""
    window_start: datetime
    """The instant at which the objective's window begins: some days before now, or the first of the month in the
    objective's zone.
    """
    window_end: datetime
    """The instant at which the window ends: now for a rolling one, the first of the next month for a month."""
    counted_since: datetime
    """The instant since when the same thing is counted; what was recorded before is not in any number here."""
    data_until: datetime | None
    """The end of the newest window that was recorded since then; nothing later is known. It is null when none was."""
    budget: Budget
    """The budget of the window as it stands now, by what is recorded."""
    remaining: float
    """The share of the budget that is left: 1 is untouched, 0 exhausted, below it overdrawn."""
    left_events: float
    """How many more events, or slices, may be bad; below zero it says how many too many were."""
    left_minutes: float
    """For how many minutes everything could still be bad, with traffic as it was over the window so far."""
    data_age_s: int | None
    """How many seconds ago the newest recorded window ended; null when none was recorded."""
    exhausted_since: datetime | None
    """The instant at which the budget was used up; null when it is not, or when a tenth of it is back."""
    burn_rates: tuple[BurnRate, ...]
    """One rate for every look-back of the objective's burn conditions, shortest first."""
    exhausts_at: datetime | None
    """The instant at which nothing is left if the budget burns on at its latest rate; null when nothing is left
    already, nothing burns, or the rest outlasts the window.
    """
    projected_from_s: int
    """How many seconds back from now that latest rate looks."""
    points: tuple[BurndownPoint, ...]
    """The curve of the budget in equal steps from the beginning of the window, oldest first; the last point is now."""
    exhaustions: tuple[Exhaustion, ...]
    """The times in which the budget was used up, newest first, at most twenty; it is empty when it never was."""
    as_of: AsOf
    """How fresh the recorded windows are, or the newest fact that an answer about the past rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLIPoint:
    """Windows count where they begin, and are never spread: one longer than a step leaves the steps after it empty."""

    starts_at: datetime
    """The instant at which the step begins, in UTC."""
    ends_at: datetime
    """The instant at which the step ends and the next one begins, in UTC."""
    recorded: bool
    """True when a window begins within the step; false says that nothing is known, which is not that nothing happened.
    """
    good: int | None
    """Good events of the windows that begin within the step; null when nothing was recorded."""
    total: int | None
    """All events of the windows that begin within the step; null when nothing was recorded."""
    sli: float | None
    """The percent of events that were good; null when nothing was recorded or nothing happened."""
    good_slices: int | None
    """How many of the windows are good slices; null when nothing was recorded or the objective counts events."""
    slices: int | None
    """How many windows begin within the step and are not excluded, each of them a slice; null when nothing was
    recorded or the objective counts events.
    """
    recorded_s: int
    """The summed length of the windows in seconds: below a step's length a part is missing, above it they overlap or
    reach out.
    """
    corrected: int
    """How many of the windows were corrected after they were first recorded."""
    excluded: int
    """How many of the windows use up no budget, as during maintenance; their events are in the counts of events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLITimeSeries:
    slo_id: SloId
    """The id of the objective that was asked about."""
    slug: str
    """The name that the objective keeps."""
    target: float
    """The percent of events, or of slices, that must be good, by the definition that holds."""
    step: SeriesStep
    """How long one step of the series is, as it was asked for."""
    zone: str
    """The IANA zone whose midnights part the days: the objective's own for calendar months, otherwise `UTC`."""
    counted_since: datetime
    """The instant since when the same thing is counted; what was recorded before is in no step."""
    points: tuple[SLIPoint, ...]
    """One point for each step, oldest first and without a hole."""
    as_of: AsOf
    """How fresh the recorded windows are, or the newest fact that an answer about the past rests on."""


class SLOQueries(Protocol):
    """None: there is no such objective. Raises InvalidQuery."""

    def get_burndown(self, tenant_id: TenantId, query: BurndownQuery, now: datetime) -> SLOBurndown | None: ...

    def get_time_series(self, tenant_id: TenantId, query: TimeSeriesQuery, now: datetime) -> SLITimeSeries | None: ...
