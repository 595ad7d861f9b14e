"""What can be true of a runbook."""

from datetime import datetime
from typing import ClassVar

from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition, RunbookStep, StepResult, StepStatus
from shared.kernel.ids import ApprovalId, ExecutionId, IncidentId, RunbookId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import ResourceRef


class RunbookFact(Fact):
    aggregate_type: ClassVar[str] = "runbook"
    id_field: ClassVar[str] = "runbook_id"

    runbook_id: RunbookId
    """The runbook that this is about."""


class RunbookCreated(RunbookFact):
    schema_version: ClassVar[str] = "1.1.0"

    slug: str
    """The name by which addresses and imports know it."""
    runbook_version: int
    """Counts definitions from 1; an execution names the one it ran."""
    definition: RunbookDefinition
    """The whole runbook."""
    created_by: str
    """Who created it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class RunbookUpdated(RunbookFact):
    schema_version: ClassVar[str] = "1.1.0"

    runbook_version: int
    """Counts definitions from 1."""
    definition: RunbookDefinition
    """The whole runbook from now on."""
    updated_by: str
    """Who changed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class RunbookExecutionRequested(RunbookFact):
    """Everything that an execution needs, so that a later version cannot touch it."""

    schema_version: ClassVar[str] = "1.1.0"

    execution_id: ExecutionId
    """The execution's own id."""
    runbook_version: int
    """The version whose steps are run."""
    incident_id: IncidentId | None
    """The incident that it shall help; null when there is none."""
    target: ResourceRef | None
    """The resource that it is aimed at; null when there is none."""
    arguments: dict[str, str]
    """Values for the names in the steps' arguments."""
    steps: tuple[RunbookStep, ...]
    """The steps as they will be run, whatever becomes of the runbook; each says whether it waits for somebody's yes."""
    approval_required: bool
    """Whether it waits for somebody's yes."""
    plan_hash: str
    """SHA-256 in hexadecimal over version, steps, arguments and target."""
    requested_by: str
    """Who asked for it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    requested_at: datetime
    """When it was asked for, by the writer's clock."""
    slug: str = ""
    """The runbook's name, for people; empty in facts from before it was told."""


class RunbookStepReported(RunbookFact):
    """A person has said how a step went that people do."""

    execution_id: ExecutionId
    """The execution that it belongs to."""
    incident_id: IncidentId | None
    """The incident that the execution shall help; null when there is none."""
    step_id: str
    """The step that was done."""
    status: StepStatus
    """How it ended."""
    note: str
    """What was seen or done."""
    completed_by: str
    """Who did it and says so."""
    completed_at: datetime
    """When they said so, by the writer's clock."""


class RunbookExecutionCompleted(RunbookFact):
    schema_version: ClassVar[str] = "1.1.0"

    execution_id: ExecutionId
    """The execution that has ended."""
    runbook_version: int
    """The version whose steps were run."""
    incident_id: IncidentId | None
    """The incident that it should help; null when there is none."""
    outcome: ExecutionOutcome
    """How it ended."""
    steps: tuple[StepResult, ...]
    """How each step ended."""
    duration_s: float
    """Seconds from asking to the end."""
    requested_by: str
    """Who asked for it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    approved_by: str | None
    """Who said yes to it, of several the first; null when nobody had to."""
    completed_by: str
    """Who told how it ended: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    completed_at: datetime
    """When that was told, by the writer's clock."""
    note: str
    """A word for those who read along."""
    approval_ids: tuple[ApprovalId, ...] = ()
    """The approvals by which it did what it did."""


RUNBOOK_FACTS: tuple[type[Fact], ...] = (
    RunbookCreated,
    RunbookUpdated,
    RunbookExecutionRequested,
    RunbookStepReported,
    RunbookExecutionCompleted,
)
