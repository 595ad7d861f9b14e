"""What may be asked of an incident."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.domain.incident.values import AlertRef, Correlation, LinkKind, Role, ServiceLink, TimelineEntry
from shared.kernel.ids import IncidentId, PostmortemId
from shared.kernel.message import Intent
from shared.kernel.moment import Moment
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity

Reason = Annotated[str, Field(min_length=1, max_length=4000)]


class IncidentIntent(Intent):
    aggregate_type: ClassVar[str] = "incident"
    id_field: ClassVar[str] = "incident_id"

    incident_id: IncidentId


class CreateIncident(IncidentIntent):
    """Open an incident. The id may be derived (correlation key + episode), so that concurrent creators make one."""

    title: str = Field(min_length=1, max_length=500)
    severity: Severity
    source: IncidentSource = IncidentSource.MANUAL
    description: str = Field(default="", max_length=20_000)
    affected_resources: tuple[ResourceRef, ...] = Field(default=(), max_length=200)
    service_ids: tuple[UUID, ...] = Field(default=(), max_length=200)
    #: When it was noticed; when it began to hurt may be earlier. Both default to the time of asking.
    detected_at: Moment | None = None
    impact_started_at: Moment | None = None
    correlation_key: str | None = Field(default=None, max_length=4000)
    #: The earlier episode of the same problem.
    follows: IncidentId | None = None


class ReclassifyIncidentSeverity(IncidentIntent):
    """A human's choice stands: an automatic sender (process, integration) may not overrule it."""

    severity: Severity
    reason: Reason


class AssignIncident(IncidentIntent):
    #: None takes the assignment away.
    assignee: str | None = Field(min_length=1, max_length=200)


class AssignIncidentRole(IncidentIntent):
    role: Role
    assignee: str | None = Field(min_length=1, max_length=200)


class AddIncidentTimelineEntry(IncidentIntent):
    """The entry's id makes a redelivery harmless."""

    entry: TimelineEntry


class AcknowledgeIncident(IncidentIntent):
    note: str | None = Field(default=None, max_length=4000)


class TransitionIncidentStatus(IncidentIntent):
    """Forward skips are allowed up to mitigating; resolved → investigating is a reopen and needs a reason."""

    status: IncidentStatus
    reason: str | None = Field(default=None, max_length=4000)
    #: How long after resolving a reopen is still a reopen; later it is a new, linked incident.
    reopen_window_s: int = Field(default=24 * 3600, ge=0)


class ResolveIncident(IncidentIntent):
    summary: str = Field(min_length=1, max_length=20_000)
    #: Needed when an agent asks; must be valid for this incident.
    approval_id: UUID | None = None


class CloseIncident(IncidentIntent):
    """Critical and high ones close with a published postmortem about them, or with a reason why there will be none."""

    schema_version: ClassVar[str] = "1.1.0"

    note: str | None = Field(default=None, max_length=4000)
    #: Absent: the one that an incident has by its id.
    postmortem_id: PostmortemId | None = None
    #: Why no postmortem is needed.
    waive_postmortem: str | None = Field(default=None, min_length=1, max_length=4000, pattern=r"\S")


class CorrelateAlertsToIncident(IncidentIntent):
    """Idempotent per (alert, episode)."""

    alerts: tuple[AlertRef, ...] = Field(min_length=1, max_length=500)
    correlation: Correlation


class MergeIncidents(IncidentIntent):
    """``incident_id`` takes over what ``merged_ids`` hold; those end resolved and point here."""

    merged_ids: tuple[IncidentId, ...] = Field(min_length=1, max_length=50)
    reason: Reason


class MarkIncidentMerged(IncidentIntent):
    """``merged_into`` has taken this one over: it ends resolved and points there."""

    merged_into: IncidentId
    reason: Reason


class LinkIncidents(IncidentIntent):
    linked_id: IncidentId
    kind: LinkKind


class LinkServicesToIncident(IncidentIntent):
    """These services are affected; one that is linked already stays as it is. Links are only added."""

    services: tuple[ServiceLink, ...] = Field(min_length=1, max_length=50)


INCIDENT_INTENTS: tuple[type[Intent], ...] = (
    CreateIncident,
    ReclassifyIncidentSeverity,
    AssignIncident,
    AssignIncidentRole,
    AddIncidentTimelineEntry,
    AcknowledgeIncident,
    TransitionIncidentStatus,
    ResolveIncident,
    CloseIncident,
    CorrelateAlertsToIncident,
    MergeIncidents,
    MarkIncidentMerged,
    LinkIncidents,
    LinkServicesToIncident,
)
