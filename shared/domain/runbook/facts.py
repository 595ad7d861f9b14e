"""What can be true of a runbook."""

from datetime import datetime
from typing import ClassVar

from shared.domain.runbook.values import Outcome, RunbookDefinition, Step, StepResult
from shared.kernel.ids import ExecutionId, IncidentId, RunbookId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import ResourceRef


class RunbookFact(Fact):
    aggregate_type: ClassVar[str] = "runbook"
    id_field: ClassVar[str] = "runbook_id"

    runbook_id: RunbookId


class RunbookCreated(RunbookFact):
    slug: str
    #: Counts definitions from 1; an execution names the one it ran.
    runbook_version: int
    definition: RunbookDefinition
    created_by: str


class RunbookUpdated(RunbookFact):
    runbook_version: int
    definition: RunbookDefinition
    updated_by: str


class RunbookExecutionRequested(RunbookFact):
    """Everything that an execution needs, so that a later version cannot touch it."""

    execution_id: ExecutionId
    runbook_version: int
    incident_id: IncidentId | None
    target: ResourceRef | None
    arguments: dict[str, str]
    steps: tuple[Step, ...]
    approval_required: bool
    #: SHA-256 over version, steps, arguments and target: what an approval is bound to.
    plan_hash: str
    requested_by: str
    requested_at: datetime


class RunbookExecutionCompleted(RunbookFact):
    execution_id: ExecutionId
    runbook_version: int
    incident_id: IncidentId | None
    outcome: Outcome
    steps: tuple[StepResult, ...]
    duration_s: float
    requested_by: str
    approved_by: str | None
    completed_by: str
    completed_at: datetime
    note: str


RUNBOOK_FACTS: tuple[type[Fact], ...] = (
    RunbookCreated,
    RunbookUpdated,
    RunbookExecutionRequested,
    RunbookExecutionCompleted,
)
