"""What can be true of a runbook."""

from datetime import datetime
from typing import ClassVar

from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition, RunbookStep, StepResult
from shared.kernel.ids import ExecutionId, IncidentId, RunbookId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import ResourceRef


class RunbookFact(Fact):
    aggregate_type: ClassVar[str] = "runbook"
    id_field: ClassVar[str] = "runbook_id"

    runbook_id: RunbookId
    """The runbook that this is about."""


class RunbookCreated(RunbookFact):
    slug: str
    """The name by which addresses and imports know it."""
    runbook_version: int
    """Counts definitions from 1; an execution names the one it ran."""
    definition: RunbookDefinition
    """The whole runbook."""
    created_by: str
    """Who created it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class RunbookUpdated(RunbookFact):
    runbook_version: int
    """Counts definitions from 1."""
    definition: RunbookDefinition
    """The whole runbook from now on."""
    updated_by: str
    """Who changed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class RunbookExecutionRequested(RunbookFact):
    """Everything that an execution needs, so that a later version cannot touch it."""

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
    """The steps as they were when it was asked for."""
    approval_required: bool
    """Whether it waits for somebody's yes."""
    plan_hash: str
    """SHA-256 in hexadecimal over version, steps, arguments and target: what an approval is bound to."""
    requested_by: str
    """Who asked for it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    requested_at: datetime
    """When it was asked for, by the writer's clock."""


class RunbookExecutionCompleted(RunbookFact):
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
    """Who said yes to it; null when nobody had to."""
    completed_by: str
    """Who told how it ended: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    completed_at: datetime
    """When that was told, by the writer's clock."""
    note: str
    """A word for those who read along."""


RUNBOOK_FACTS: tuple[type[Fact], ...] = (
    RunbookCreated,
    RunbookUpdated,
    RunbookExecutionRequested,
    RunbookExecutionCompleted,
)
