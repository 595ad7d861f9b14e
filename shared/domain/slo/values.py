"""A service level objective as data. Targets are percent, indicators are counts, windows are time."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.ids import ServiceId
from shared.kernel.value import Origin, Tags, Text, Title, Value, Zone

Query = Annotated[str, Field(min_length=1, max_length=10_000)]


class Budgeting(StrEnum):
    OCCURRENCES = "occurrences"
    """Each bad event uses up budget."""
    TIMESLICES = "timeslices"
    """Each bad stretch of time uses up budget, however many events it had."""


class RollingWindow(Value):
    kind: Literal["rolling"] = "rolling"
    """Always `rolling`: the last days up to now."""
    days: Literal[7, 14, 28, 30] = 30
    """How many days the window is long."""


class CalendarMonth(Value):
    kind: Literal["calendar_month"] = "calendar_month"
    """Always `calendar_month`: from the first of the month."""
    zone: Zone
    """The IANA zone in which months begin, such as `Europe/Berlin`."""


Window = Annotated[RollingWindow | CalendarMonth, Field(discriminator="kind")]


class CountsIndicator(Value):
    """Two queries that count: what was good, and all there was."""

    kind: Literal["counts"] = "counts"
    """Always `counts`: two queries."""
    good_query: Query
    """The query that counts good events of one window, in the source's own language; `$window` stands for its length.
    """
    total_query: Query
    """The query that counts all events of one window; `$window` stands for its length."""
    source: Annotated[str, Field(min_length=1, max_length=100)] = "prometheus"
    """The registered source that answers the queries."""
    parts: Literal[1, 1_000, 1_000_000] = 1
    """Into how many parts an event is divided: 1 counts whole events, and rounds what a source estimates between them;
    more are for rates, durations and weights. Counts, `expected_events` and `minimum_events` are then in these parts.
    """


class RatioIndicator(Value):
    """One query that gives the share of good, 0 to 1; weighed by time, since it does not count."""

    kind: Literal["ratio"] = "ratio"
    """Always `ratio`: one query."""
    ratio_query: Query
    """The query that gives the share of good of one window, 0 to 1; `$window` stands for its length."""
    source: Annotated[str, Field(min_length=1, max_length=100)] = "prometheus"
    """The registered source that answers the query."""


class RecordedAs(StrEnum):
    """What a recording rule has made of a counter, over a time as long as a measured window."""

    INCREASE = "increase"
    """By how much it grew."""
    RATE = "rate"
    """By how much it grew in a second."""
    RATIO = "ratio"
    """Which share of all events it is, 0 to 1."""


#: The name of a series, and what its labels have to be.
SeriesSelector = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2_000,
        pattern=r'^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([^{}"\n]|"([^"\\\n]|\\.)*")*\})?$',
    ),
]


class RecordedIndicator(Value):
    """Series of recording rules that are there already: they are read at the end of each window, not computed anew."""

    kind: Literal["recorded"] = "recorded"
    """Always `recorded`: series of recording rules."""
    total_series: SeriesSelector
    """The series of all events, such as `job:http_requests:rate5m{job="checkout"}`; those that match are summed."""
    total_is: Literal[RecordedAs.INCREASE, RecordedAs.RATE]
    """What the series of all events holds. A ratio alone counts nothing, so it cannot be one."""
    bad_series: SeriesSelector
    """The series of bad events; those that match are summed, but of a ratio there must be one."""
    bad_is: RecordedAs
    """What the series of bad events holds."""
    source: Annotated[str, Field(min_length=1, max_length=100)] = "prometheus"
    """The registered source that has the series."""
    parts: Literal[1, 1_000, 1_000_000] = 1
    """Into how many parts an event is divided, as for counts."""


Indicator = Annotated[CountsIndicator | RatioIndicator | RecordedIndicator, Field(discriminator="kind")]


class BurnCondition(Value):
    """Alert when both the long and the short look-back burn faster than ``rate`` times what the target allows."""

    severity: Literal["page", "ticket"] = "page"
    """Whether somebody is woken or a ticket is written."""
    long_s: int = Field(ge=60, le=40 * 86_400)
    """The long look-back in seconds; it says that the burn is worth an alert."""
    short_s: int = Field(ge=60, le=40 * 86_400)
    """The short look-back in seconds; it says that the burn goes on."""
    rate: float = Field(gt=0, le=100_000, allow_inf_nan=False)
    """How many times faster than the target allows the budget must burn over both."""


class Maintenance(StrEnum):
    COUNTS = "counts"
    """What happens during maintenance counts as at any other time."""
    EXCLUDED = "excluded"
    """Windows that touch maintenance of the objective's service are recorded and use up no budget."""


class Alerting(Value):
    """When burn conditions that hold raise an alert, beyond the conditions themselves."""

    hold_s: int = Field(default=0, ge=0, le=86_400)
    """For how many seconds a condition must hold before it alerts; 0: at once."""
    latch: bool = False
    """True: an alert stays until the long look-back has dropped as well; else it clears when either drops."""
    minimum_events: int = Field(default=1, ge=1, le=10**9)
    """How many events the long look-back must hold; with fewer nothing alerts."""
    escalate_share: float = Field(default=0.9, gt=0, le=10, allow_inf_nan=False)
    """The share of the budget that, once used up while it burns, opens an incident: 1 is all of it."""


class SLODefinition(Value):
    name: Title
    """What people call the objective."""
    description: Text = ""
    """What it promises, and to whom."""
    service_id: ServiceId | None = None
    """The service that is held to it; absent when none is."""
    target: float = Field(gt=0, lt=100, allow_inf_nan=False)
    """Percent that must be good, above 0 and below 100: at 100 the budget is nothing and every burn infinite."""
    window: Window = RollingWindow()
    """The time over which it is counted."""
    indicator: Indicator
    """How good and bad are told apart."""
    budgeting: Budgeting = Budgeting.OCCURRENCES
    """What uses up budget: events, or slices of time."""
    timeslice_target: float | None = Field(default=None, gt=0, le=100, allow_inf_nan=False)
    """For timeslices: percent at or above which a slice is good."""
    burn_policy: Annotated[tuple[BurnCondition, ...], Field(max_length=20)] = ()
    """When a burning budget raises an alert, at most 20 conditions; none: the usual four, scaled to the window."""
    alerting: Alerting = Alerting()
    """What else must be so before a condition alerts."""
    measured_every_s: int = Field(default=300, ge=60, le=3_600)
    """How many seconds one measured window is long; it divides an hour, and windows begin at its multiples."""
    expected_events: int | None = Field(default=None, ge=1, le=10**12)
    """For little traffic: as how many events a window counts at least; absent: as those that came."""
    maintenance: Maintenance = Maintenance.COUNTS
    """What becomes of windows that touch maintenance of its service."""
    owner: Annotated[str, Field(max_length=200)] = ""
    """Who answers for it."""
    tags: Tags = ()
    """Free words to find it by, at most 50."""
    origin: Origin | None = None
    """Which import it comes from; absent for a person's own work."""


class Budget(Value):
    """Over the objective's window as it stood at ``at``. Counts are events, or slices for timeslices."""

    good: int
    """Good events within the window, or good slices."""
    total: int
    """All events within the window, or all slices."""
    allowed_bad: float
    """How many may be bad, by the targets that held when they were recorded."""
    consumed: float
    """Share of the budget that is used up: 0 untouched, 1 exhausted, above it overdrawn."""
