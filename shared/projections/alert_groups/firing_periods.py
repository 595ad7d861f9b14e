"""The firing periods of alerts: which are asked for, and how each stands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.kernel.ids import AlertId
from shared.kernel.vocabulary import AlertStatus, Severity
from shared.projections.page import AsOf

#: Of so many alerts episodes are listed at once, and so many episodes of them, the newest.
MOST_ALERTS, MOST_EPISODES = 200, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEpisodesQuery:
    """Firing periods of these alerts that touch a stretch of time, each alert's own ones with those before."""

    alert_ids: frozenset[UUID]
    """The alerts, at most two hundred, by their ids; what is no alert of the tenant has no episodes."""
    ends_from: datetime
    """Only episodes that had not ended before this instant are listed."""
    starts_to: datetime
    """Only episodes that began before this instant are listed."""
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEpisode:
    """One period in which an alert fired."""

    alert_id: AlertId
    """The alert that fired."""
    episode: int
    """Which firing period of the alert this is, counted from 1."""
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
class AlertEpisodes:
    """Episodes by their beginning, the newest first."""

    items: tuple[AlertEpisode, ...]
    """The episodes, at most the newest two thousand."""
    all_shown: bool
    """False when there are more than two thousand; the oldest are left out then."""
    as_of: AsOf
    """How new the view was from which they were read."""
