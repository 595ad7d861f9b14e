"""An alert as its domain answers it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.app.operations.alert.belonging import Belonging
from shared.app.operations.view import View
from shared.kernel.vocabulary import AlertSource, AlertStatus, Severity
from shared.ports.current_state import Stored
from shared.projections.page import AsOf
from shared.projections.suppression import Suppression


class AlertView(View):
    """An alert is shown as it stands, or as it stood at an instant."""

    alert_id: UUID
    """Derived from tenant, source and fingerprint: the same alert always has the same id."""
    version: int
    """How many facts the alert has; a command that sends it as ``If-Match`` is refused when it has changed since."""
    name: str
    """The alert's name, ``alertname`` where the source has labels."""
    severity: Severity
    """How severe the source says it is."""
    status: AlertStatus
    """``stale`` means that the source has been silent for longer than it promised."""
    source: AlertSource
    """The kind of system that saw it."""
    source_name: str
    """The registered source that told it; ``api/…`` for what came through this API."""
    fingerprint: str
    """The source's own name for this alert."""
    labels: dict[str, str]
    """Label name to value, as the source gave them."""
    annotations: dict[str, str]
    """Annotation name to text, as they were when the alert last changed."""
    generator_url: str | None
    """Address of the rule or graph at the source. Null: the source gave none."""
    environment_id: str | None
    """The environment that the source is registered for. Null: none."""
    group_key: str | None
    """The source's key for the group in which it notified. Null: the source does not group."""
    episode: int
    """The current firing period, counted from 1."""
    starts_at: datetime
    """When this episode began, in UTC."""
    ends_at: datetime | None
    """When this episode ended, in UTC. Null: it has not."""
    last_seen_at: datetime
    """When the source last spoke of it, resends included, in UTC."""
    stale_at: datetime | None
    """When it became stale, in UTC. Null: it is not stale."""
    claimed_starts_at: datetime | None = None
    """What its source said of this episode's start, when it is not believed or came second. Null: it is taken."""
    claimed_ends_at: datetime | None = None
    """What its source said of this episode's end, when it is not believed or came second. Null: it is taken."""
    ignored_sightings: int = 0
    """How often it was heard of in this episode and not believed: late retries, word of an earlier episode."""
    last_ignored_at: datetime | None = None
    """When that last happened. Null: never."""
    acknowledged_by: str | None
    """Who has seen this episode. Null: nobody has said so."""
    acknowledged_at: datetime | None
    """When that was said, in UTC. Null: nobody has said so."""
    latest: dict[str, str] = Field(default_factory=dict)
    """Annotation name to text, of annotations whose quoted values have moved since the alert last changed."""
    marks: tuple[str, ...] = ()
    """What had to be cut, replaced or guessed to take it in; one sentence each."""
    end_reason: str | None = None
    """Why the source ended it, in its own word, where that is not simply recovery. Null: it recovered or still fires.
    """
    unwatched: bool = False
    """True when the source has stopped watching: the alert is over, and nobody knows whether the problem is."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""
    suppressed_by: tuple[Suppression, ...] | None = ()
    """The silences because of which nobody is told of it now; empty when somebody is. Null: not known of the past."""
    belonging: Belonging | None = None
    """Which incident holds it and by which rule, or why it has none. Null: not known of the past, or of more rules
    than are put in order.
    """
    as_of: AsOf | None = None
    """Of an alert as it was: the newest fact that the answer rests on. Null: the answer is about now."""


def alert_view(
    stored: Stored, suppressed_by: Sequence[Suppression] | None, belonging: Belonging | None = None
) -> AlertView:
    """``suppressed_by`` and ``belonging`` are None where they are not known, as of the past."""
    ours: dict[str, Any] = {
        "alert_id": stored.aggregate_id,
        "version": stored.version,
        "updated_at": stored.updated_at,
        "suppressed_by": suppressed_by,
        "belonging": belonging,
        "last_seen_at": stored.seen_at or stored.state["last_seen_at"],
        "latest": {name: text for name, text in stored.said.items() if stored.state["annotations"].get(name) != text},
    }
    return AlertView.model_validate({**stored.state, **ours})
