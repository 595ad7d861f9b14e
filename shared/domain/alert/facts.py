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
)
