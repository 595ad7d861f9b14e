"""What can be true of an alert."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from shared.domain.alert.values import Difference
from shared.kernel.ids import AlertId, IncidentId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import AlertSource, Severity


class Change(StrEnum):
    """Why a sighting became a fact."""

    NEW = "new"  # never seen before
    REFIRED = "refired"  # a new episode
    RESOLVED = "resolved"
    CHANGED = "changed"  # severity, labels, annotations or link, within the episode
    HEALED = "healed"  # thought stale, seen again


class AlertFact(Fact):
    aggregate_type: ClassVar[str] = "alert"
    id_field: ClassVar[str] = "alert_id"

    alert_id: AlertId


class AlertIngested(AlertFact):
    """The whole alert as it stands after the change, so that a reader needs no earlier fact.

    ``marks``: what intake had to cut, replace or guess. ``differences``: what changed within the episode.
    ``end_reason`` and ``unwatched`` are those of the sighting (`IngestAlert`).
    """

    schema_version: ClassVar[str] = "1.1.0"

    change: Change
    episode: int
    source: AlertSource
    source_name: str
    fingerprint: str
    status: Literal["firing", "resolved"]
    name: str
    severity: Severity
    labels: dict[str, str]
    annotations: dict[str, str]
    starts_at: datetime
    ends_at: datetime | None
    received_at: datetime
    generator_url: str | None
    environment_id: str | None
    group_key: str | None
    marks: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    end_reason: str | None = None
    unwatched: bool = False
    #: The latest start that was claimed for this episode, where that is not when it is taken to have started.
    claimed_starts_at: datetime | None = None
    #: The end that was claimed, where it is not believed: it lies in our future, or before the start.
    claimed_ends_at: datetime | None = None


class AlertAcknowledged(AlertFact):
    episode: int
    acknowledged_by: str
    acknowledged_at: datetime
    note: str | None


class AlertWentStale(AlertFact):
    """Silent for too long: neither firing nor resolved. Healed by the next sight."""

    episode: int
    last_seen_at: datetime
    stale_at: datetime


class AlertSightingIgnored(AlertFact):
    """Heard and not believed: a late retry, or word of an episode before this one. The alert stands as it stood.

    The sender who insists is believed: a firing sight after the retry window opens the next episode.
    """

    episode: int
    #: What it said.
    status: Literal["firing", "resolved"]
    starts_at: datetime
    ends_at: datetime | None
    received_at: datetime
    reason: Literal["late_retry", "earlier_episode"]


class AlertUncorrelated(AlertFact):
    episode: int
    incident_id: IncidentId
    reason: str
    uncorrelated_by: str


ALERT_FACTS: tuple[type[Fact], ...] = (
    AlertIngested,
    AlertAcknowledged,
    AlertWentStale,
    AlertUncorrelated,
    AlertSightingIgnored,
)
