"""How long incidents take to be detected, acknowledged and resolved: what is asked, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.kernel.vocabulary import Severity
from shared.projections.page import AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsQuery:
    """Incidents declared in [declared_from, declared_to)."""

    declared_from: datetime
    """Only incidents declared at this instant or later are counted."""
    declared_to: datetime
    """Only incidents declared before this instant are counted."""
    service_id: UUID | None = None
    """Only incidents of this service are counted; null counts all."""
    min_position: int | None = None


#: Published with every answer. Wall time; incidents that are still open, or merged into another, are left out. So is a
#: duration whose end lies before its beginning, by somebody's wrong clock: it is counted in ``left_out``.
METRIC_DEFINITIONS: Mapping[str, str] = {
    "mttd": "detected_at - impact_started_at",
    "mtta": "first acknowledgement - detected_at; incidents nobody acknowledged are not counted",
    "mttr": "resolved_at (the last resolve, if reopened) - detected_at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Seconds. With nothing to count, ``count`` is 0 and the others are None, never NaN."""

    count: int
    """How many incidents the durations are of; 0 when there are none."""
    p50: float | None
    """The median in seconds, interpolated between two durations; null when ``count`` is 0."""
    p90: float | None
    """The 90th percentile in seconds, interpolated between two durations; null when ``count`` is 0."""
    mean: float | None
    """The arithmetic mean in seconds; null when ``count`` is 0."""
    left_out: int = 0
    """How many incidents are not counted because their times contradict each other: the duration would be negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsRow:
    severity: Severity | None
    """The severity by the incidents' newest word; null for all severities together."""
    mttd: Distribution
    """How long it took to detect: from when it began to hurt to when it was noticed."""
    mtta: Distribution
    """How long it took to acknowledge: from when it was noticed to the first acknowledgement, where there was one."""
    mttr: Distribution
    """How long it took to resolve: from when it was noticed to the last resolve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MTTRMetrics:
    definitions: Mapping[str, str]
    """How each duration is computed, ``mttd``, ``mtta`` and ``mttr`` to a formula for people."""
    rows: tuple[MetricsRow, ...]
    """One row for all severities together, then one for each severity, the most severe first, also where nothing was
    counted.
    """
    excluded_open: int
    """How many incidents declared in that time are left out because they are not resolved."""
    excluded_merged: int
    """How many incidents declared in that time are left out because they were merged into another."""
    as_of: AsOf
    """How new the view was from which the incidents were counted."""
