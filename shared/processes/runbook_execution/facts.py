"""What an execution of a runbook says of itself: enough to follow it step by step, and to check by whose yes."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.diagnosis.hypothesis import Sentence
from shared.domain.runbook.values import ExecutionOutcome, RunbookStep, StepStatus
from shared.kernel.ids import ApprovalId, ExecutionId, IncidentId, RunbookId
from shared.kernel.message import ProcessFact
from shared.kernel.vocabulary import ResourceRef, RiskTier
from shared.remediation.actions import Action
from shared.remediation.outcome import EffectStatus
from shared.remediation.runbook_steps import PlannedStep


class ApprovalVerdict(StrEnum):
    GRANTED = "granted"
    """Somebody said yes, or a policy did."""
    REJECTED = "rejected"
    """Somebody said no."""
    WITHDRAWN = "withdrawn"
    """It was taken back."""
    EXPIRED = "expired"
    """Nobody answered in time."""


class RunbookExecutionFact(ProcessFact):
    aggregate_type: ClassVar[str] = "runbook_execution"
    id_field: ClassVar[str] = "workflow_id"

    workflow_id: str
    """The workflow: `runbook/<execution id>`."""
    execution_id: ExecutionId
    """The execution that is carried out."""
    incident_id: IncidentId | None
    """The incident that it shall help; null when there is none."""

    @property
    def about_incident(self) -> UUID | None:
        return self.incident_id


class RunbookExecutionStarted(RunbookExecutionFact):
    """It begins; next its steps are filled in and checked."""

    runbook_id: RunbookId
    """The runbook."""
    slug: str
    """The runbook's name."""
    runbook_version: int
    """The version whose steps are run."""
    target: ResourceRef | None
    """The resource that it is aimed at; null when there is none."""
    arguments: dict[str, str]
    """Values for the names in the steps' arguments."""
    steps: tuple[RunbookStep, ...]
    """The steps as they are run."""
    requested_by: str
    """Who asked for it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class RunbookExecutionPlanned(RunbookExecutionFact):
    """Every step is filled in and can be done by somebody; nothing has been changed."""

    steps: tuple[PlannedStep, ...]
    """The steps as they will be done."""


class RunbookDryRunStarted(RunbookExecutionFact):
    """Before anybody is asked, it is tried what the next steps of machines would do; nothing is changed."""

    number: int
    """Which one of the execution, counted from 1."""
    plan: Annotated[str, Field(max_length=100_000)]
    """The plan in canonical form, byte for byte what an approval will be bound to."""
    step_ids: tuple[str, ...]
    """The steps that it covers; empty when it takes back what was done."""


class RunbookApprovalAwaited(RunbookExecutionFact):
    """Somebody is asked for a yes to exactly this plan."""

    approval_id: ApprovalId
    """The approval."""
    plan_hash: str
    """SHA-256 of the plan's text, in hexadecimal."""
    dry_run_hash: str
    """SHA-256 of what the dry run said, in hexadecimal."""
    risk: RiskTier
    """What the plan may do at worst."""
    step_ids: tuple[str, ...]
    """The steps that it covers; empty when it takes back what was done."""
    policy: str | None
    """The policy that says yes in place of a person; null when a person has to."""


class RunbookApprovalReceived(RunbookExecutionFact):
    """It was answered."""

    approval_id: ApprovalId
    """The approval."""
    verdict: ApprovalVerdict
    """What was answered."""
    answered_by: str | None
    """Who answered; null when nobody did."""


class RunbookStepStarted(RunbookExecutionFact):
    """A step is begun, or it is looked again what became of it."""

    step_id: str
    """The step."""
    approval_id: ApprovalId | None
    """The approval by which a machine does it; null when a person does it."""
    action_index: int | None
    """The place of its action in the approved plan, counted from 0; null when a person does it."""
    attempt: int
    """Which attempt, counted from 1."""
    look: int
    """0 when it is begun; from 1 on, how often it was looked what became of it."""


class RunbookExecutionStepCompleted(RunbookExecutionFact):
    """A step is over."""

    step_id: str
    """The step."""
    status: StepStatus
    """How it ended."""
    output: Annotated[str, Field(max_length=50_000)]
    """What happened, or why it was not done, at most 50,000 characters and without secrets."""
    references: Annotated[tuple[Annotated[str, Field(max_length=2_000)], ...], Field(max_length=10)] = ()
    """Where it can be seen: addresses of pull requests, commits, operations."""
    completed_by: str
    """Who did it: a person, or this workflow."""
    attempts: int
    """How often it was tried; 0 when it was not."""
    duration_s: float
    """Seconds from its beginning to its end."""
    undo: Action | None = None
    """What would take it back, if it can be taken back by an action."""


class RunbookExecutionConcluded(RunbookExecutionFact):
    """It is over, and the runbook's own history is asked to say so."""

    outcome: ExecutionOutcome
    """How it ended."""
    reason: Sentence
    """Why, in one line."""
    approval_ids: tuple[ApprovalId, ...]
    """The approvals by which it did what it did."""
    concluded_by: str
    """Whose doing it was: this workflow's, or the person's who stopped it."""


class RunbookUndoStarted(RunbookExecutionFact):
    """Somebody said yes to taking back what was done, and it is begun, or looked at again."""

    approval_id: ApprovalId
    """The approval of it."""
    look: int
    """0 when it is begun; from 1 on, how often it was looked what became of it."""


class RunbookUndoEnded(RunbookExecutionFact):
    """Taking back what was done is over, or was not wanted."""

    status: EffectStatus
    """How it ended; `skipped` when nobody said yes to it."""
    output: Annotated[str, Field(max_length=50_000)]
    """What happened, without secrets."""


RUNBOOK_EXECUTION_FACTS: tuple[type[ProcessFact], ...] = (
    RunbookExecutionStarted,
    RunbookExecutionPlanned,
    RunbookDryRunStarted,
    RunbookApprovalAwaited,
    RunbookApprovalReceived,
    RunbookStepStarted,
    RunbookExecutionStepCompleted,
    RunbookExecutionConcluded,
    RunbookUndoStarted,
    RunbookUndoEnded,
)
