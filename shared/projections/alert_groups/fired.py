"""What fired during a stretch of time, with the labels by which one says what it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from shared.projections.alert_groups.firing_periods import AlertEpisode
from shared.projections.page import AsOf

#: So many episodes are given at once, the newest.
MOST_FIRED: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredQuery:
    """Firing periods that touch a stretch of time."""

    since: datetime
    """Only episodes that had not ended before this instant are given."""
    until: datetime
    """Only episodes that began before this instant are given."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Only episodes of alerts with all of these labels are given, where what fired or those alerts are few; otherwise
    it narrows nothing.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredEpisode(AlertEpisode):
    """One period in which an alert fired, with what the alert is called."""

    name: str
    """What the alert is called."""
    labels: Mapping[str, str]
    """The alert's labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredEpisodes:
    """Episodes by their beginning, the newest first."""

    items: tuple[FiredEpisode, ...]
    """The episodes, at most the newest two thousand."""
    all_given: bool
    """False when there are more; the oldest are left out then."""
    as_of: AsOf
    """How new the view was from which they were read."""
