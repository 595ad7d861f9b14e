"""What an incident must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.domain.incident.values import AlertRef, EntryKind, IncidentRole, LinkKind
from shared.kernel.ids import IncidentId, PostmortemId
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity

#: As many as an incident may be created with.
SERVICES_KEPT = 200
#: The whole timeline is in the projection; the newest entries are shown with the incident.
TIMELINE_KEPT = 200
#: Of older entries the ids are kept, so that a late resend is still recognised.
ENTRY_IDS_KEPT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    entry_id: UUID
    kind: EntryKind
    text: str
    occurred_at: datetime
    supersedes: UUID | None
    added_by: str


@dataclass(frozen=True, slots=True)
class LinkedIncident:
    linked_id: IncidentId
    kind: LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    incident_id: IncidentId
    number: int
    title: str
    description: str
    severity: Severity
    #: Who chose the severity last: a human's choice stands against automatic senders.
    severity_set_by: str
    status: IncidentStatus
    source: IncidentSource
    affected_resources: tuple[ResourceRef, ...]
    service_ids: tuple[UUID, ...]
    created_by: str
    declared_at: datetime
    detected_at: datetime
    impact_started_at: datetime
    correlation_key: str | None
    follows: IncidentId | None
    assignee: str | None = None
    roles: dict[IncidentRole, str] = field(default_factory=dict)
    alerts: tuple[AlertRef, ...] = field(default=())
    timeline: tuple[Entry, ...] = field(default=())
    older_entry_ids: tuple[UUID, ...] = field(default=())
    #: The first acknowledgement; it never changes.
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    acknowledgers: tuple[str, ...] = field(default=())
    #: When mitigating first began.
    mitigated_at: datetime | None = None
    resolved_by: str | None = None
    resolved_at: datetime | None = None
    resolution_summary: str | None = None
    #: How many of its alerts fired when a person resolved it all the same.
    alerts_still_firing: int = 0
    closed_at: datetime | None = None
    #: What it was closed with: a published postmortem, or who waived it and why.
    postmortem_id: PostmortemId | None = None
    waived_by: str | None = None
    waiver_reason: str | None = None
    #: Since when it is held open because its alerts clear and fire again; until it is resolved.
    flapping_since: datetime | None = None
    #: How often it came back after a resolve.
    reopened: int = 0
    #: Incidents that this one has taken over.
    merged_ids: tuple[IncidentId, ...] = field(default=())
    #: The one that has taken this one over; it ended with that.
    merged_into: IncidentId | None = None
    links: tuple[LinkedIncident, ...] = field(default=())
    #: Approvals on whose strength it was resolved: each is good for one resolve.
    approvals_used: tuple[UUID, ...] = field(default=())
