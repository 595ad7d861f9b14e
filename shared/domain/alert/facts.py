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

    NEW = "new"
    """Never seen before."""
    REFIRED = "refired"
    """A new episode of a known alert."""
    RESOLVED = "resolved"
    """The episode has ended."""
    CHANGED = "changed"
    """Severity, labels, annotations or link differ within the episode."""
    HEALED = "healed"
    """Thought stale, and seen again."""


class AlertFact(Fact):
    aggregate_type: ClassVar[str] = "alert"
    id_field: ClassVar[str] = "alert_id"

    alert_id: AlertId
    """The alert that this is about."""


class AlertIngested(AlertFact):
    """The whole alert as it stands after the change, so that a reader needs no earlier fact.

    ``marks``: what intake had to cut, replace or guess. ``differences``: what changed within the episode.
    ``end_reason`` and ``unwatched`` are those of the sighting (`IngestAlert`).
    """

    schema_version: ClassVar[str] = "1.1.0"

    change: Change
    """Why this sighting became a fact."""
    episode: int
    """Which firing period of the alert, counted from 1."""
    source: AlertSource
    """What kind of system saw it."""
    source_name: str
    """The registered source, its slug in the tenant."""
    fingerprint: str
    """The sender's identity of the label set."""
    status: Literal["firing", "resolved"]
    """How the alert stands, by the sender's word."""
    name: str
    """The alert's name."""
    severity: Severity
    """How much harm is done."""
    labels: dict[str, str]
    """All labels after the change."""
    annotations: dict[str, str]
    """All annotations after the change."""
    starts_at: datetime
    """Since when it is taken to fire."""
    ends_at: datetime | None
    """When it is taken to have ended; null while it fires."""
    received_at: datetime
    """When it was heard, by the receiver's clock."""
    generator_url: str | None
    """Where the sender shows what raised the alert."""
    environment_id: str | None
    """The environment; null when unknown."""
    group_key: str | None
    """The sender's own grouping."""
    marks: tuple[str, ...] = ()
    """What had to be cut, replaced or guessed to take the alert in, one sentence each."""
    differences: tuple[Difference, ...] = ()
    """What changed within the episode, one by one; empty for a new episode."""
    end_reason: str | None = None
    """Why the sender ended it, in its own word, where that is not simply recovery."""
    unwatched: bool = False
    """The sender has stopped watching: the alert is over, and nobody knows whether the problem is."""
    claimed_starts_at: datetime | None = None
    """The latest start that was claimed for this episode, where that is not when it is taken to have started."""
    claimed_ends_at: datetime | None = None
    """The end that was claimed, where it is not believed: it lies in our future, or before the start."""


class AlertAcknowledged(AlertFact):
    episode: int
    """Which firing period was seen, counted from 1."""
    acknowledged_by: str
    """Who has seen it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    acknowledged_at: datetime
    """When they said so, by the writer's clock."""
    note: str | None
    """A word for those who read along."""


class AlertWentStale(AlertFact):
    """Silent for too long: neither firing nor resolved. Healed by the next sight."""

    episode: int
    """Which firing period, counted from 1."""
    last_seen_at: datetime
    """When the source spoke of it last."""
    stale_at: datetime
    """Since when it is not believed any more."""


class AlertSightingIgnored(AlertFact):
    """Heard and not believed: a late retry, or word of an episode before this one. The alert stands as it stood.

    The sender who insists is believed: a firing sight after the retry window opens the next episode.
    """

    episode: int
    """The alert's current episode, counted from 1."""
    status: Literal["firing", "resolved"]
    """What the sighting said."""
    starts_at: datetime
    """The start that the sighting named."""
    ends_at: datetime | None
    """The end that the sighting named; null when it named none."""
    received_at: datetime
    """When it was heard, by the receiver's clock."""
    reason: Literal["late_retry", "earlier_episode"]
    """Why it was not believed: a retry that came late, or word of an earlier episode."""


class AlertUncorrelated(AlertFact):
    episode: int
    """Which firing period was taken out, counted from 1."""
    incident_id: IncidentId
    """The incident that it was taken out of."""
    reason: str
    """Why it does not belong there."""
    uncorrelated_by: str
    """Who took it out: `human:…`, `agent:…`, `integration:…` or `process:…`."""


ALERT_FACTS: tuple[type[Fact], ...] = (
    AlertIngested,
    AlertAcknowledged,
    AlertWentStale,
    AlertUncorrelated,
    AlertSightingIgnored,
)
