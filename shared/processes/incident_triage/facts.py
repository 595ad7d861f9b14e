"""What a triage says of itself: enough to follow it, and to check what it rests on."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.agents.annotation import Annotation
from shared.diagnosis.hypothesis import Diagnosis, Sentence
from shared.kernel.ids import ApprovalId, IncidentId
from shared.kernel.message import ProcessFact
from shared.processes.incident_triage.investigation import MOST_EVIDENCE, EvidenceRef
from shared.processes.incident_triage.pattern import PatternCheck, PatternLookup
from shared.processes.incident_triage.phase import TriagePhase
from shared.remediation.proposal import RemediationPlan


class EscalationCause(StrEnum):
    """Why a person has to go on."""

    ASKED = "asked"
    """Somebody asked for it."""
    TIMEOUT = "timeout"
    """A phase took longer than it may."""
    FAILED = "failed"
    """What a phase needed could not be read."""
    NO_PLAN = "no_plan"
    """There is no plan that is safe to propose."""
    EXPIRED = "expired"
    """Nobody decided on the plan while it was good."""
    BLOCKED = "blocked"
    """Something stands in the way of the plan, as its dry run says."""
    REJECTED = "rejected"
    """A person said no to the plan."""
    PAUSED = "paused"
    """Automation was paused before the plan was begun."""
    NOT_CARRIED_OUT = "not_carried_out"
    """The plan was not carried out, or only in part, or it is not known how far."""
    NOT_VERIFIED = "not_verified"
    """The plan was carried out, and it cannot be said that it has worked."""
    IN_HAND = "in_hand"
    """There is a plan, and people have the incident: a look that nobody asked for leaves it to them to ask for it."""


class IncidentTriageFact(ProcessFact):
    aggregate_type: ClassVar[str] = "incident_triage"
    id_field: ClassVar[str] = "workflow_id"

    workflow_id: str
    """The run of the triage: `triage/<incident id>/<run>`."""
    incident_id: IncidentId
    """The incident that is looked into."""
    run: int
    """Which run for this incident, counted from 1."""

    @property
    def about_incident(self) -> UUID | None:
        return self.incident_id


class IncidentTriageStarted(IncidentTriageFact):
    """A triage began; next it asks what is known."""

    reason: Sentence
    """Why it began: the rule that said so, or who asked for it."""
    started_by: str
    """Whose doing it was: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    policy_version: int
    """The version of the tenant's policy at that time; 0 is the default one."""


class PatternLookupCompleted(IncidentTriageFact):
    """It is decided whether this is known; next the live state is read."""

    lookup: PatternLookup
    """What was asked, what came back, and the decision."""


class TriagePhaseCompleted(IncidentTriageFact):
    """The live state was read, and it is said what is broken."""

    schema_version: ClassVar[str] = "1.1.0"

    phase: TriagePhase
    """Which phase is complete."""
    summary: Sentence
    """One line for a list."""
    diagnosis: Diagnosis
    """What is broken and why, causes above consequences; without a hypothesis it cannot be told."""
    pattern: PatternCheck | None = None
    """Whether the pattern that was known is believed; null when none was."""
    evidence: Annotated[tuple[EvidenceRef, ...], Field(max_length=MOST_EVIDENCE)] = ()
    """What was read, failures included, in the order of reading."""
    annotation: Annotation | None = None
    """What a language model said beside it, which decides nothing; null where none was asked or it said nothing."""


class RemediationProposed(IncidentTriageFact):
    """There is a plan, and nothing of it has been done."""

    schema_version: ClassVar[str] = "1.1.0"

    plan: RemediationPlan
    """What could be done, with all that an approval would bind to."""
    reason: Sentence
    """Why this plan."""
    gates: Annotated[tuple[Sentence, ...], Field(max_length=20)] = ()
    """Which ways were closed, and by what."""
    is_note: bool = False
    """Whether the plan only puts the note of what happened into the backlog; what was broken is mended by then."""
    is_rollback: bool = False
    """Whether the plan takes back the one before it, which was carried out and did not work."""


class TriageEscalated(IncidentTriageFact):
    """The run is over, and a person goes on."""

    schema_version: ClassVar[str] = "1.1.0"

    phase: TriagePhase
    """Where it was."""
    cause: EscalationCause
    """The sort of reason."""
    reason: Sentence
    """The reason in words."""
    escalated_by: str
    """Whose doing it was: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    approval_id: ApprovalId | None = None
    """The approval on whose strength a plan was being carried out; nothing further of it is begun. Null: none was."""


class TriageCancelled(IncidentTriageFact):
    """The run is over without a result."""

    schema_version: ClassVar[str] = "1.1.0"

    phase: TriagePhase
    """Where it was."""
    reason: Sentence
    """Why it ended."""
    cancelled_by: str
    """Whose doing it was: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    approval_id: ApprovalId | None = None
    """The approval on whose strength a plan was being carried out; nothing further of it is begun. Null: none was."""


INCIDENT_TRIAGE_FACTS: tuple[type[ProcessFact], ...] = (
    IncidentTriageStarted,
    PatternLookupCompleted,
    TriagePhaseCompleted,
    RemediationProposed,
    TriageEscalated,
    TriageCancelled,
)
