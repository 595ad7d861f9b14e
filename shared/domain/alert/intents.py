"""What may be asked of an alert."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.domain.alert.values import Annotations, Labels, Marks
from shared.kernel.ids import AlertId, IncidentId
from shared.kernel.message import Intent
from shared.kernel.moment import Moment
from shared.kernel.vocabulary import AlertSource, Severity


class AlertIntent(Intent):
    aggregate_type: ClassVar[str] = "alert"
    id_field: ClassVar[str] = "alert_id"

    alert_id: AlertId
    """The alert that this is about; derived from tenant, source and fingerprint."""


class IngestAlert(AlertIntent):
    """A monitoring system says how one alert stands. Sent again and again; only a change becomes a fact.

    ``starts_at`` names the episode. ``received_at`` is when we were told, by our clock; ``stale_after_s`` is how long
    the sender may stay silent before a firing alert is no longer believed (k x (repeat + group interval)).
    """

    schema_version: ClassVar[str] = "1.1.0"
    volatile: ClassVar[frozenset[str]] = frozenset({"received_at", "group_key", "stale_after_s", "retry_window_s"})

    source: AlertSource
    """What kind of system saw the alert."""
    source_name: str = Field(min_length=1, max_length=100)
    """The registered source, its slug in the tenant, that the fingerprint is relative to."""
    fingerprint: str = Field(min_length=1, max_length=200)
    """The sender's identity of the label set; with the source it makes the alert."""
    status: Literal["firing", "resolved"]
    """How the alert stands, by the sender's word."""
    name: str = Field(min_length=1, max_length=500)
    """The alert's name, as `alertname` in Prometheus."""
    severity: Severity
    """How much harm is done, translated from the sender's own word."""
    labels: Labels
    """The sender's labels, at most 1,000 of at most 65,536 characters each."""
    annotations: Annotations
    """The sender's annotations, such as `summary` and `description`; same bounds as labels."""
    starts_at: Moment
    """Since when it fires, by the sender's clock; names the episode."""
    ends_at: Moment | None = None
    """When it ended, by the sender's clock; absent while it fires."""
    received_at: Moment
    """When this was heard, by the receiver's clock."""
    generator_url: str | None = Field(default=None, max_length=4000)
    """Where the sender shows what raised the alert."""
    environment_id: str | None = Field(default=None, max_length=200)
    """The environment that the source or a label names; absent when unknown."""
    group_key: str | None = Field(default=None, max_length=4000)
    """The sender's own grouping (Alertmanager's `groupKey`), kept because it is how their people think."""
    stale_after_s: int = Field(default=29_400, gt=0)
    """Seconds that the sender may stay silent before a firing alert is no longer believed."""
    retry_window_s: int = Field(default=60, ge=0)
    """Seconds after a resolve in which the same episode, reported firing by a late retry, is not believed."""
    marks: Marks = ()
    """What had to be cut, replaced or guessed to take the alert in, one sentence each, at most 30."""
    start_unknown: bool = False
    """The sender did not say since when, or not legibly; `starts_at` is then when it was heard."""
    end_reason: str | None = Field(default=None, max_length=200)
    """Why the sender ended it, in its own word, where that is not simply recovery (Grafana's `MissingSeries`)."""
    unwatched: bool = False
    """The sender has stopped watching: the alert is over, and nobody knows whether the problem is."""


class AcknowledgeAlert(AlertIntent):
    """Somebody has seen this episode. Never hides the resolve; a new episode starts unacknowledged."""

    note: str | None = Field(default=None, max_length=4000)
    """A word for those who read along, at most 4,000 characters."""


class MarkAlertStale(AlertIntent):
    """The source has been silent about a firing alert for longer than it promised."""

    last_seen_at: Moment
    """When the source spoke of it last, by the receiver's clock."""
    silent_for_s: int = Field(gt=0)
    """Seconds since then."""


class UncorrelateAlert(AlertIntent):
    """This alert does not belong to that incident after all."""

    incident_id: IncidentId
    """The incident that the alert does not belong to."""
    reason: str = Field(min_length=1, max_length=4000)
    """Why it does not belong there, for both timelines."""


ALERT_INTENTS: tuple[type[Intent], ...] = (
    IngestAlert,
    AcknowledgeAlert,
    MarkAlertStale,
    UncorrelateAlert,
)
