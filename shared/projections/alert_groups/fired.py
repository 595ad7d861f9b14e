"""What fired during a stretch of time, with the labels by which one says what it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from shared.kernel.ids import AlertId
from shared.kernel.vocabulary import AlertStatus, Severity
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
    """Where few alerts have all of these labels, only theirs are given; otherwise it narrows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredEpisode:
    """One period in which an alert fired."""

    alert_id: AlertId
    """The alert that fired."""
    episode: int
    """Which firing period of the alert this is, counted from 1."""
    name: str
    """What the alert is called."""
    labels: Mapping[str, str]
    """The alert's labels."""
    status: AlertStatus
    """How the episode stands: firing, resolved or stale."""
    severity: Severity
    """How much harm was done, by the newest word of the episode."""
    starts_at: datetime
    """When it is taken to have begun."""
    ends_at: datetime | None
    """When it is taken to have ended; null when its source has not said that it has."""
    stale_at: datetime | None
    """Since when it is not believed any more; null when it is believed or over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredEpisodes:
    """Episodes by their beginning, the newest first."""

    items: tuple[FiredEpisode, ...]
    """The episodes, at most the newest two thousand."""
    all_given: bool
    """False when there are more; the oldest are left out then."""
    as_of: AsOf
    """How new the view was from which they were read."""
