"""A service level objective as data. Targets are percent, indicators are counts, windows are time."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.ids import ServiceId
from shared.kernel.value import Origin, Tags, Text, Title, Value, Zone

Query = Annotated[str, Field(min_length=1, max_length=10_000)]


class Budgeting(StrEnum):
    OCCURRENCES = "occurrences"
    TIMESLICES = "timeslices"


class RollingWindow(Value):
    kind: Literal["rolling"] = "rolling"
    days: Literal[7, 28, 30] = 30


class CalendarMonth(Value):
    kind: Literal["calendar_month"] = "calendar_month"
    zone: Zone


Window = Annotated[RollingWindow | CalendarMonth, Field(discriminator="kind")]


class CountsIndicator(Value):
    """Two queries that count: what was good, and all there was."""

    kind: Literal["counts"] = "counts"
    good_query: Query
    total_query: Query
    source: Annotated[str, Field(min_length=1, max_length=100)] = "prometheus"


class RatioIndicator(Value):
    """One query that gives the share of good, 0 to 1; weighed by time, since it does not count."""

    kind: Literal["ratio"] = "ratio"
    ratio_query: Query
    source: Annotated[str, Field(min_length=1, max_length=100)] = "prometheus"


Indicator = Annotated[CountsIndicator | RatioIndicator, Field(discriminator="kind")]


class BurnCondition(Value):
    """Alert when both the long and the short look-back burn faster than ``rate`` times what the target allows."""

    severity: Literal["page", "ticket"] = "page"
    long_s: int = Field(ge=60, le=40 * 86_400)
    short_s: int = Field(ge=60, le=40 * 86_400)
    rate: float = Field(gt=0, le=100_000, allow_inf_nan=False)


class SLODefinition(Value):
    name: Title
    description: Text = ""
    service_id: ServiceId | None = None
    #: Percent, above 0 and below 100: at 100 the budget is nothing and every burn infinite.
    target: float = Field(gt=0, lt=100, allow_inf_nan=False)
    window: Window = RollingWindow()
    indicator: Indicator
    budgeting: Budgeting = Budgeting.OCCURRENCES
    #: For timeslices: a slice is good at or above this percent.
    timeslice_target: float | None = Field(default=None, gt=0, le=100, allow_inf_nan=False)
    burn_policy: Annotated[tuple[BurnCondition, ...], Field(max_length=20)] = ()
    owner: Annotated[str, Field(max_length=200)] = ""
    tags: Tags = ()
    origin: Origin | None = None


class Budget(Value):
    """Over the objective's window as it stood at ``at``. Counts are events, or slices for timeslices."""

    good: int
    total: int
    #: How many may be bad, by the targets that held when they were recorded.
    allowed_bad: float
    #: Share of the budget that is used up: 0 untouched, 1 exhausted, above it overdrawn.
    consumed: float
