"""What may be asked of an incident."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.domain.incident.values import AlertRef, Correlation, IncidentRole, LinkKind, ServiceLink, TimelineEntry
from shared.kernel.ids import IncidentId, PostmortemId
from shared.kernel.message import Intent
from shared.kernel.moment import Moment
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity

Reason = Annotated[str, Field(min_length=1, max_length=4000)]


class IncidentIntent(Intent):
    aggregate_type: ClassVar[str] = "incident"
    id_field: ClassVar[str] = "incident_id"

    incident_id: IncidentId
    """The incident that this is about."""


class CreateIncident(IncidentIntent):
    """Open an incident. The id may be derived (correlation key + episode), so that concurrent creators make one."""

    schema_version: ClassVar[str] = "1.1.0"

    title: str = Field(min_length=1, max_length=500)
    """One line that says what is wrong, at most 500 characters."""
    severity: Severity
    """How much harm is done; it may be reclassified later."""
    source: IncidentSource = IncidentSource.MANUAL
    """Who opens it; set by the server from the caller's role where a person or an agent asks."""
    description: str = Field(default="", max_length=20_000)
    """What is known so far, as plain text or Markdown, at most 20,000 characters."""
    affected_resources: tuple[ResourceRef, ...] = Field(default=(), max_length=200)
    """Resources that are known to be affected, at most 200."""
    service_ids: tuple[UUID, ...] = Field(default=(), max_length=200)
    """Services of the catalog that are affected, at most 200; each must exist."""
    detected_at: Moment | None = None
    """When it was noticed; absent means the time of asking."""
    impact_started_at: Moment | None = None
    """When it began to hurt, which may be earlier than detected; absent means the time of asking."""
    correlation_key: str | None = Field(default=None, max_length=4000)
    """What makes alerts this one problem; absent for an incident that a person opens."""
    follows: IncidentId | None = None
    """The earlier incident that was the last episode of the same problem."""


class ReclassifyIncidentSeverity(IncidentIntent):
    """A human's choice stands: an automatic sender (process, integration) may not overrule it."""

    severity: Severity
    """The severity from now on."""
    reason: Reason
    """Why it is this severity, for the timeline; required, at most 4,000 characters."""


class AssignIncident(IncidentIntent):
    assignee: str | None = Field(min_length=1, max_length=200)
    """Who owns the incident, as people call them; null takes the assignment away."""


class AssignIncidentRole(IncidentIntent):
    role: IncidentRole
    """Which role in the response is given."""
    assignee: str | None = Field(min_length=1, max_length=200)
    """Who has the role, as people call them; null takes it away."""


class AddIncidentTimelineEntry(IncidentIntent):
    """The entry's id makes a redelivery harmless."""

    entry: TimelineEntry
    """What is written down."""


class AcknowledgeIncident(IncidentIntent):
    note: str | None = Field(default=None, max_length=4000)
    """A word for those who read along, at most 4,000 characters."""


class TransitionIncidentStatus(IncidentIntent):
    """Forward skips are allowed up to mitigating; resolved → investigating is a reopen and needs a reason."""

    status: IncidentStatus
    """The status to move to; one that cannot follow the present status is refused with those that can."""
    reason: str | None = Field(default=None, max_length=4000)
    """Why it moves; required when a resolved incident is reopened."""
    reopen_window_s: int = Field(default=24 * 3600, ge=0)
    """Seconds after resolving during which a reopen is still a reopen; later it is a new, linked incident."""


class ResolveIncident(IncidentIntent):
    summary: str = Field(min_length=1, max_length=20_000)
    """What it was and what ended it, at most 20,000 characters."""
    approval_id: UUID | None = None
    """The granted approval of exactly this resolution, required when an agent asks. Its plan is the JSON object of
    ``action`` (`incident.resolve`), ``incident_id`` and ``summary``, with sorted keys and no spaces."""


class CloseIncident(IncidentIntent):
    """Critical and high ones close with a published postmortem about them, or with a reason why there will be none."""

    schema_version: ClassVar[str] = "1.1.0"

    note: str | None = Field(default=None, max_length=4000)
    """A last word, at most 4,000 characters."""
    postmortem_id: PostmortemId | None = None
    """The published postmortem it is closed with; absent means the one that belongs to the incident by its id."""
    waive_postmortem: str | None = Field(default=None, min_length=1, max_length=4000, pattern=r"\S")
    """Why no postmortem is needed; required for critical and high ones that have none published."""


class CorrelateAlertsToIncident(IncidentIntent):
    """Idempotent per (alert, episode)."""

    schema_version: ClassVar[str] = "1.1.0"

    alerts: tuple[AlertRef, ...] = Field(min_length=1, max_length=500)
    """The alert episodes that belong to it, 1 to 500; those that are there already change nothing."""
    correlation: Correlation
    """Why they belong together."""


class HoldFlappingIncident(IncidentIntent):
    """Its alerts clear and fire again so often that it stays open until they are quiet. One is told once."""

    changes: int = Field(ge=1)
    """How often it cleared or fired again."""
    within_s: int = Field(ge=1)
    """In how many seconds; it stays open until nothing has changed for as long."""


class MergeIncidents(IncidentIntent):
    """``incident_id`` takes over what ``merged_ids`` hold; those end resolved and point here."""

    merged_ids: tuple[IncidentId, ...] = Field(min_length=1, max_length=50)
    """The incidents that are taken over, 1 to 50; they end resolved and point here."""
    reason: Reason
    """Why they are one, for all timelines."""


class MarkIncidentMerged(IncidentIntent):
    """``merged_into`` has taken this one over: it ends resolved and points there."""

    merged_into: IncidentId
    """The incident that has taken this one over."""
    reason: Reason
    """Why they are one."""


class LinkIncidents(IncidentIntent):
    linked_id: IncidentId
    """The other incident."""
    kind: LinkKind
    """How this one stands to the other."""


class LinkServicesToIncident(IncidentIntent):
    """These services are affected; one that is linked already stays as it is. Links are only added."""

    services: tuple[ServiceLink, ...] = Field(min_length=1, max_length=50)
    """The services, each with what says so, 1 to 50."""


class StartTriage(IncidentIntent):
    """Have the incident looked into, also when it was before; one that is under way goes on."""

    reason: str | None = Field(default=None, min_length=1, max_length=4000)
    """Why it is looked into, or looked into again; at most 4,000 characters."""


class CancelTriage(IncidentIntent):
    """End what looks into the incident. Nothing happens when nothing does."""

    reason: Reason
    """Why; required, at most 4,000 characters."""


class EscalateIncident(IncidentIntent):
    """Say that a person has to go on: what looks into the incident ends."""

    reason: Reason
    """Why, for those who go on; required, at most 4,000 characters."""


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
    HoldFlappingIncident,
    MergeIncidents,
    MarkIncidentMerged,
    LinkIncidents,
    LinkServicesToIncident,
    StartTriage,
    CancelTriage,
    EscalateIncident,
)
