"""One row per thing that happened, to an incident or to an alert; never changed, corrected only by later rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.alert.facts import (
    AlertAcknowledged,
    AlertIngested,
    AlertSightingIgnored,
    AlertUncorrelated,
    AlertWentStale,
)
from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    FlappingIncidentHeld,
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentClosed,
    IncidentCreated,
    IncidentEscalated,
    IncidentMergedInto,
    IncidentResolved,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentsLinked,
    IncidentsMerged,
    IncidentStatusChanged,
    IncidentTimelineEntryAdded,
    ServicesLinkedToIncident,
    TriageCalledOff,
    TriageOrdered,
)
from shared.kernel.envelope import Envelope
from shared.projections.incident_timeline.timeline_text import TimelineText, text_of_alert, text_of_incident
from shared.projections.projection import Key, ProjectionView, aggregate_of, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    aggregate_id: UUID
    aggregate_type: str
    version: int
    entry_id: UUID
    episode: int | None
    """Of the alert, where it happened to one: an incident holds episodes, not alerts."""
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    text: str
    supersedes: UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((aggregate_of(envelope.data), envelope.aggregate_type, version_of(envelope)),)


def _evolve(key: Key, _row: EntryRow | None, envelope: Envelope[Any]) -> EntryRow | None:
    told, episode = _text_of(envelope.data)
    return EntryRow(
        aggregate_id=key[0],
        aggregate_type=key[1],
        version=key[2],
        entry_id=told.entry_id or envelope.message_id,
        episode=episode,
        kind=told.kind,
        occurred_at=told.occurred_at or envelope.occurred_at,
        recorded_at=envelope.occurred_at,
        actor=envelope.actor,
        text=told.text,
        supersedes=told.supersedes,
        details=told.details,
    )


def _text_of(fact: Any) -> tuple[TimelineText, int | None]:
    if isinstance(fact, AlertIngested | AlertAcknowledged | AlertWentStale | AlertUncorrelated | AlertSightingIgnored):
        return text_of_alert(fact), fact.episode
    return text_of_incident(fact), None


entries = ProjectionView(
    table="entry",
    row=EntryRow,
    key_columns=3,
    handles=frozenset(
        {
            IncidentCreated,
            IncidentSeverityChanged,
            IncidentAssigned,
            IncidentRoleAssigned,
            IncidentTimelineEntryAdded,
            IncidentAcknowledged,
            IncidentStatusChanged,
            IncidentResolved,
            IncidentClosed,
            AlertsCorrelatedToIncident,
            FlappingIncidentHeld,
            IncidentsMerged,
            IncidentMergedInto,
            IncidentsLinked,
            ServicesLinkedToIncident,
            TriageOrdered,
            TriageCalledOff,
            IncidentEscalated,
            AlertIngested,
            AlertAcknowledged,
            AlertWentStale,
            AlertUncorrelated,
            AlertSightingIgnored,
        }
    ),
    keys=_keys,
    evolve=_evolve,
    append_only=True,
)
