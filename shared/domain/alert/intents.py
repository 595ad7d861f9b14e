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


class IngestAlert(AlertIntent):
    """A monitoring system says how one alert stands. Sent again and again; only a change becomes a fact.

    ``starts_at`` names the episode. ``received_at`` is when we were told, by our clock; ``stale_after_s`` is how long
    the sender may stay silent before a firing alert is no longer believed (k x (repeat + group interval)).
    """

    schema_version: ClassVar[str] = "1.1.0"
    volatile: ClassVar[frozenset[str]] = frozenset({"received_at", "group_key", "stale_after_s", "retry_window_s"})

    source: AlertSource
    #: The registered source (its slug in the tenant) that the fingerprint is relative to.
    source_name: str = Field(min_length=1, max_length=100)
    fingerprint: str = Field(min_length=1, max_length=200)
    status: Literal["firing", "resolved"]
    name: str = Field(min_length=1, max_length=500)
    severity: Severity
    labels: Labels
    annotations: Annotations
    starts_at: Moment
    ends_at: Moment | None = None
    received_at: Moment
    generator_url: str | None = Field(default=None, max_length=4000)
    environment_id: str | None = Field(default=None, max_length=200)
    #: The sender's own grouping, kept because it is how their people think (Alertmanager's groupKey).
    group_key: str | None = Field(default=None, max_length=4000)
    stale_after_s: int = Field(default=29_400, gt=0)
    #: How long after a resolve the same episode may still be reported firing by a late retry, and is not believed.
    retry_window_s: int = Field(default=60, ge=0)
    marks: Marks = ()
    #: The sender did not say since when, or not legibly; ``starts_at`` is then when we were told.
    start_unknown: bool = False
    #: Why the sender ended it, in its own word, where that is not simply recovery (Grafana's MissingSeries).
    end_reason: str | None = Field(default=None, max_length=200)
    #: The sender has stopped watching: the alert is over, and nobody knows whether the problem is.
    unwatched: bool = False


class AcknowledgeAlert(AlertIntent):
    """Somebody has seen this episode. Never hides the resolve; a new episode starts unacknowledged."""

    note: str | None = Field(default=None, max_length=4000)


class MarkAlertStale(AlertIntent):
    """The source has been silent about a firing alert for longer than it promised."""

    last_seen_at: Moment
    silent_for_s: int = Field(gt=0)


class UncorrelateAlert(AlertIntent):
    """This alert does not belong to that incident after all."""

    incident_id: IncidentId
    reason: str = Field(min_length=1, max_length=4000)


ALERT_INTENTS: tuple[type[Intent], ...] = (
    IngestAlert,
    AcknowledgeAlert,
    MarkAlertStale,
    UncorrelateAlert,
)
