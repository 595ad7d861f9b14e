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
    alert_id: UUID
    version: int
    name: str
    severity: Severity
    status: AlertStatus
    source: AlertSource
    source_name: str
    fingerprint: str
    labels: dict[str, str]
    annotations: dict[str, str]
    generator_url: str | None
    environment_id: str | None
    group_key: str | None
    episode: int
    starts_at: datetime
    ends_at: datetime | None
    #: The newest word of the source, resends included.
    last_seen_at: datetime
    stale_at: datetime | None
    #: What its source said of this episode's start or end, where that is not believed or another said it earlier.
    claimed_starts_at: datetime | None = None
    claimed_ends_at: datetime | None = None
    #: How often it was heard of in this episode and not believed (a late retry, word of an earlier episode).
    ignored_sightings: int = 0
    last_ignored_at: datetime | None = None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    #: Annotations whose quoted values have moved since, as the source told them last: no news, and worth a look.
    latest: dict[str, str] = Field(default_factory=dict)
    #: What had to be cut, replaced or guessed to take it in; one sentence each.
    marks: tuple[str, ...] = ()
    #: Why the source ended it, in its own word, where that is not simply recovery.
    end_reason: str | None = None
    #: The source has stopped watching: the alert is over, and nobody knows whether the problem is.
    unwatched: bool = False
    updated_at: datetime
    #: Why nobody is told of it now; empty when somebody is. None: not known of the past.
    suppressed_by: tuple[Suppression, ...] | None = ()
    #: Which incident has it and by which rule, or why it has none. None: not known of the past, or of
    #: more rules than are put in order.
    belonging: Belonging | None = None
    #: Of an alert as it was: the newest fact that this rests on.
    as_of: AsOf | None = None


def alert_view(
    stored: Stored, suppressed_by: Sequence[Suppression] | None, belonging: Belonging | None = None
) -> AlertView:
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
