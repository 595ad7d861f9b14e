"""What can be true of an incident."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.domain.incident.values import AlertRef, Correlation, IncidentRole, LinkKind, ServiceLink, TimelineEntry
from shared.kernel.ids import IncidentId, PostmortemId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity


class IncidentFact(Fact):
    aggregate_type: ClassVar[str] = "incident"
    id_field: ClassVar[str] = "incident_id"

    incident_id: IncidentId
    """The incident that this is about."""


class IncidentCreated(IncidentFact):
    schema_version: ClassVar[str] = "1.1.0"

    number: int
    """The tenant's count of incidents, for people: 42 is called INC-42."""
    title: str
    """One line that says what is wrong."""
    description: str
    """What was known at the time; may be empty."""
    severity: Severity
    """How much harm was done, by the word of whoever opened it."""
    source: IncidentSource
    """Who opened it."""
    affected_resources: tuple[ResourceRef, ...]
    """Resources that were known to be affected."""
    service_ids: tuple[UUID, ...]
    """Services of the catalog that were named as affected."""
    created_by: str
    """Who opened it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    declared_at: datetime
    """When it was opened here, by the writer's clock."""
    detected_at: datetime
    """When it was noticed, which may be earlier than declared."""
    impact_started_at: datetime
    """When it began to hurt, which may be earlier than detected."""
    correlation_key: str | None
    """What makes alerts this one problem; null for one that a person opened."""
    follows: IncidentId | None
    """The incident that was the last episode of the same problem."""


class IncidentSeverityChanged(IncidentFact):
    schema_version: ClassVar[str] = "1.1.0"

    previous: Severity
    """The severity before."""
    severity: Severity
    """The severity from now on."""
    reason: str
    """Why it was changed."""
    changed_by: str
    """Who changed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    source: IncidentSource | None = None
    """Who opened the incident; null where that was not recorded with the change."""
    status: IncidentStatus | None = None
    """The incident's status, which this does not change; null where that was not recorded with the change."""


class IncidentAssigned(IncidentFact):
    previous: str | None
    """Who owned it before; null when nobody did."""
    assignee: str | None
    """Who owns it now; null when nobody does."""
    assigned_by: str
    """Who said so: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class IncidentRoleAssigned(IncidentFact):
    role: IncidentRole
    """Which role in the response."""
    previous: str | None
    """Who had the role before; null when nobody did."""
    assignee: str | None
    """Who has the role now; null when nobody does."""
    assigned_by: str
    """Who said so: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class IncidentTimelineEntryAdded(IncidentFact):
    entry: TimelineEntry
    """What was written down."""
    added_by: str
    """Who wrote it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class IncidentAcknowledged(IncidentFact):
    """From open this also moves the status to acknowledged; the first acknowledgement's time never changes."""

    acknowledged_by: str
    """Who has seen it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    acknowledged_at: datetime
    """When they said so, by the writer's clock."""
    status: IncidentStatus
    """The status afterwards: acknowledged when it was open, otherwise what it was."""
    note: str | None
    """A word for those who read along."""


class IncidentStatusChanged(IncidentFact):
    previous: IncidentStatus
    """The status before."""
    status: IncidentStatus
    """The status from now on."""
    changed_by: str
    """Who moved it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    changed_at: datetime
    """When it moved, by the writer's clock."""
    reason: str | None
    """Why it moved; always there for a reopen."""


class IncidentResolved(IncidentFact):
    schema_version: ClassVar[str] = "1.1.0"

    previous: IncidentStatus
    """The status before it was resolved."""
    summary: str
    """What it was and what ended it."""
    resolved_by: str
    """Who resolved it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    resolved_at: datetime
    """When it was resolved, by the writer's clock."""
    approval_id: UUID | None
    """The approval that an agent had for it; null when a person or a process resolved it."""
    alerts_still_firing: int = 0
    """How many of its alerts fired nevertheless."""


class IncidentClosed(IncidentFact):
    schema_version: ClassVar[str] = "1.1.0"

    closed_by: str
    """Who closed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    closed_at: datetime
    """When it was closed, by the writer's clock."""
    note: str | None
    """A last word."""
    postmortem_id: PostmortemId | None = None
    """The published postmortem that it was closed with."""
    waived_by: str | None = None
    """Who decided that there will be no postmortem; null when there is one or none was needed."""
    waiver_reason: str | None = None
    """Why there will be no postmortem."""


class AlertsCorrelatedToIncident(IncidentFact):
    schema_version: ClassVar[str] = "1.1.0"

    alerts: tuple[AlertRef, ...]
    """The alert episodes that now belong to it and did not before."""
    correlation: Correlation
    """Why they belong together."""


class FlappingIncidentHeld(IncidentFact):
    """It is held open until it is resolved: its alerts clear and fire again."""

    changes: int
    """How often it cleared or fired again."""
    within_s: int
    """In how many seconds; it stays open until nothing has changed for as long."""
    flapping_since: datetime
    """When that was seen, by the writer's clock."""


class IncidentsMerged(IncidentFact):
    merged_ids: tuple[IncidentId, ...]
    """The incidents that were taken over."""
    reason: str
    """Why they are one."""
    merged_by: str
    """Who merged them: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class IncidentMergedInto(IncidentFact):
    """Told of the one that was taken over; one that was under way is resolved by the next fact."""

    merged_into: IncidentId
    """The incident that has taken this one over."""
    reason: str
    """Why they are one."""
    merged_by: str
    """Who merged them: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    merged_at: datetime
    """When they were merged, by the writer's clock."""


class IncidentsLinked(IncidentFact):
    linked_id: IncidentId
    """The other incident."""
    kind: LinkKind
    """How this one stands to the other."""
    linked_by: str
    """Who linked them: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class ServicesLinkedToIncident(IncidentFact):
    services: tuple[ServiceLink, ...]
    """The services that are linked now and were not before, each with what says so."""
    linked_by: str
    """Who linked them: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class TriageOrdered(IncidentFact):
    """Somebody wants the incident looked into; what comes of it are process facts."""

    reason: str | None
    """Why; null when nobody said."""
    ordered_by: str
    """Who wants it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class TriageCalledOff(IncidentFact):
    """Somebody wants what looks into the incident to end."""

    reason: str
    """Why."""
    called_off_by: str
    """Who wants it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class IncidentEscalated(IncidentFact):
    """A person has to go on."""

    reason: str
    """Why."""
    escalated_by: str
    """Who said so: `human:…`, `agent:…`, `integration:…` or `process:…`."""


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
    FlappingIncidentHeld,
    IncidentsMerged,
    IncidentMergedInto,
    IncidentsLinked,
    ServicesLinkedToIncident,
    TriageOrdered,
    TriageCalledOff,
    IncidentEscalated,
)
