"""What a triage says of a plan on its way: who was asked, what was done, and whether it has worked."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.diagnosis.hypothesis import Sentence
from shared.kernel.ids import ApprovalId, ExecutionId, RunbookId
from shared.kernel.message import ProcessFact
from shared.kernel.vocabulary import RiskTier
from shared.processes.incident_triage.facts import IncidentTriageFact
from shared.processes.incident_triage.investigation import MOST_EVIDENCE, EvidenceRef
from shared.processes.incident_triage.phase import TriagePhase
from shared.remediation.outcome import RemediationOutcome, VerificationReading


class ApprovalDecision(StrEnum):
    """What became of the question whether a plan may be carried out."""

    GRANTED = "granted"
    """Yes was said."""
    REJECTED = "rejected"
    """No was said."""
    EXPIRED = "expired"
    """Nobody answered in time."""
    WITHDRAWN = "withdrawn"
    """The question was taken back."""


class TriageOutcome(StrEnum):
    """How a triage ended that nobody had to take over."""

    MENDED = "mended"
    """A plan was carried out, and it has worked."""
    MENDED_BY_HAND = "mended_by_hand"
    """The incident is resolved, and no plan of the triage did it: what was seen is written down."""


class ApprovalAwaited(IncidentTriageFact):
    """The plan was tried dry, and somebody is asked whether it may be carried out."""

    approval_id: ApprovalId
    """The approval, which holds the plan and its dry run byte for byte."""
    plan_hash: str
    """SHA-256 of the plan's text, in hexadecimal."""
    dry_run_hash: str | None
    """SHA-256 of the dry run's text, in hexadecimal; null when there is none."""
    risk: RiskTier
    """What the plan may do at worst."""
    expires_at: datetime
    """Until when it may be granted and carried out."""
    policy: str | None
    """The rule of the tenant's policy that says yes in place of a person; null when a person is asked."""
    is_rollback: bool
    """Whether the plan takes back one that did not work."""


class RunbookExecutionAwaited(IncidentTriageFact):
    """The plan is a runbook: its execution is asked for, which asks for an approval of its own steps."""

    execution_id: ExecutionId
    """The execution that is waited for."""
    runbook_id: RunbookId
    """The runbook."""
    runbook_version: int
    """The version that was read."""


class ApprovalReceived(IncidentTriageFact):
    """The question is answered; after a yes the plan is carried out."""

    approval_id: ApprovalId
    """The approval that was asked for."""
    decision: ApprovalDecision
    """The answer."""
    decided_by: str | None
    """Who answered: `human:…` or `process:…`; null when time did."""
    policy: str | None
    """The rule of the tenant's policy that said yes; null when none did."""
    reason: str | None
    """What was said with it; null when nothing."""


class RemediationAwaited(IncidentTriageFact):
    """The plan was begun and is not over: it waits for somebody there, or the target has to be looked at."""

    approval_id: ApprovalId
    """The approval on whose strength it was begun."""
    outcome: RemediationOutcome
    """How far each action came, and where it can be seen."""
    until: datetime
    """Until when it is looked at again; then a person goes on."""


class RemediationApplied(IncidentTriageFact):
    """The plan was carried out, or it is known why not."""

    approval_id: ApprovalId | None
    """The approval on whose strength it was carried out; null for a runbook, which has its own."""
    execution_id: ExecutionId | None
    """The execution of the runbook; null when the plan is none."""
    outcome: RemediationOutcome
    """What became of each action."""
    is_rollback: bool
    """Whether the plan takes back one that did not work."""


class TriagePhaseResumed(IncidentTriageFact):
    """It is time for another look: the step of the phase goes on."""

    phase: TriagePhase
    """Which phase goes on."""
    look: Annotated[int, Field(ge=1)]
    """Which further look of this part of the phase, counted from 1."""


class VerificationStarted(IncidentTriageFact):
    """The plan was carried out; from now on it is watched whether it has worked."""

    plan_hash: str
    """SHA-256 of the plan's text, in hexadecimal."""
    hold_s: int
    """Seconds for which everything must be well without a break."""
    deadline: datetime
    """By when it must have worked, the hold included."""


class VerificationCompleted(IncidentTriageFact):
    """It is known whether the plan has worked."""

    verified: bool
    """True when every check held at every look for the whole hold."""
    reading: VerificationReading | None
    """The last look; null when none came back."""
    held_for_s: int
    """Seconds for which everything was well at the end."""
    reason: Sentence
    """One line for a list: what says so, or what was not well."""
    evidence: Annotated[tuple[EvidenceRef, ...], Field(max_length=MOST_EVIDENCE)] = ()
    """What was read at the look that decided; empty when time did."""


class DocumentationRequested(IncidentTriageFact):
    """The plan has worked, or the incident is resolved without one; what happened is to be written down."""

    approval_id: ApprovalId | None
    """The approval on whose strength it was carried out; null for a runbook, and where no plan did it."""
    plan_hash: str | None
    """SHA-256 of the plan's text, in hexadecimal: the plan is in this run's RemediationProposed; null where no plan did
    it.
    """
    resolved_by: Annotated[str, Field(max_length=300)] | None = None
    """Who resolved the incident where no plan did it: `human:…`, `integration:…` or `process:…`; else null."""


class RecoveredByHand(IncidentTriageFact):
    """The incident is resolved, and no plan of the triage did it: what has changed since it began, as it was seen."""

    resolved_by: Annotated[str, Field(max_length=300)]
    """Who resolved it: `human:…`, `integration:…` or `process:…`."""
    well: bool
    """Whether every check held at that look."""
    reading: VerificationReading
    """What was looked at."""
    changes: Annotated[tuple[Sentence, ...], Field(max_length=50)]
    """What has changed since it began and is not the triage's own doing, one sentence each, the earliest first."""
    questions: Annotated[tuple[Sentence, ...], Field(max_length=50)]
    """What only a person can say, one sentence each."""
    evidence: Annotated[tuple[EvidenceRef, ...], Field(max_length=MOST_EVIDENCE)] = ()
    """What was read."""


class IncidentTriageCompleted(IncidentTriageFact):
    """The run is over, and nobody has to go on."""

    outcome: TriageOutcome
    """How it ended."""
    summary: Sentence
    """One line for a list."""


REMEDY_FACTS: tuple[type[ProcessFact], ...] = (
    ApprovalAwaited,
    RunbookExecutionAwaited,
    ApprovalReceived,
    RemediationAwaited,
    RemediationApplied,
    TriagePhaseResumed,
    VerificationStarted,
    VerificationCompleted,
    DocumentationRequested,
    RecoveredByHand,
    IncidentTriageCompleted,
)
