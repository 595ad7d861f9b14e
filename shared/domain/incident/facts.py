"""What can be true of an incident."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.domain.incident.values import AlertRef, Correlation, LinkKind, Role, ServiceLink, TimelineEntry
from shared.kernel.ids import IncidentId, PostmortemId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity


class IncidentFact(Fact):
    aggregate_type: ClassVar[str] = "incident"
    id_field: ClassVar[str] = "incident_id"

    incident_id: IncidentId


class IncidentCreated(IncidentFact):
    #: Short, per tenant, for people: INC-42.
    number: int
    title: str
    description: str
    severity: Severity
    source: IncidentSource
    affected_resources: tuple[ResourceRef, ...]
    service_ids: tuple[UUID, ...]
    created_by: str
    declared_at: datetime
    detected_at: datetime
    impact_started_at: datetime
    correlation_key: str | None
    follows: IncidentId | None


class IncidentSeverityChanged(IncidentFact):
    previous: Severity
    severity: Severity
    reason: str
    changed_by: str


class IncidentAssigned(IncidentFact):
    previous: str | None
    assignee: str | None
    assigned_by: str


class IncidentRoleAssigned(IncidentFact):
    role: Role
    previous: str | None
    assignee: str | None
    assigned_by: str


class IncidentTimelineEntryAdded(IncidentFact):
    entry: TimelineEntry
    added_by: str


class IncidentAcknowledged(IncidentFact):
    """From open this also moves the status to acknowledged; the first acknowledgement's time never changes."""

    acknowledged_by: str
    acknowledged_at: datetime
    status: IncidentStatus
    note: str | None


class IncidentStatusChanged(IncidentFact):
    previous: IncidentStatus
    status: IncidentStatus
    changed_by: str
    changed_at: datetime
    reason: str | None


class IncidentResolved(IncidentFact):
    schema_version: ClassVar[str] = "1.1.0"

    previous: IncidentStatus
    summary: str
    resolved_by: str
    resolved_at: datetime
    approval_id: UUID | None
    #: How many of its alerts fired nevertheless.
    alerts_still_firing: int = 0


class IncidentClosed(IncidentFact):
    schema_version: ClassVar[str] = "1.1.0"

    closed_by: str
    closed_at: datetime
    note: str | None
    #: The published one that it was closed with.
    postmortem_id: PostmortemId | None = None
    #: Who decided that there will be none, and why.
    waived_by: str | None = None
    waiver_reason: str | None = None


class AlertsCorrelatedToIncident(IncidentFact):
    alerts: tuple[AlertRef, ...]
    correlation: Correlation


class IncidentsMerged(IncidentFact):
    merged_ids: tuple[IncidentId, ...]
    reason: str
    merged_by: str


class IncidentMergedInto(IncidentFact):
    """Told of the one that was taken over; one that was under way is resolved by the next fact."""

    merged_into: IncidentId
    reason: str
    merged_by: str
    merged_at: datetime


class IncidentsLinked(IncidentFact):
    linked_id: IncidentId
    kind: LinkKind
    linked_by: str


class ServicesLinkedToIncident(IncidentFact):
    services: tuple[ServiceLink, ...]
    linked_by: str


INCIDENT_FACTS: tuple[type[Fact], ...] = (
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
    IncidentsMerged,
    IncidentMergedInto,
    IncidentsLinked,
    ServicesLinkedToIncident,
)
