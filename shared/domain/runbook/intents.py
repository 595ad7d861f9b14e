"""What may be asked of a runbook."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.domain.runbook.values import (
    Argument,
    ExecutionOutcome,
    RunbookDefinition,
    StepId,
    StepResult,
    StepStatus,
)
from shared.kernel.ids import ApprovalId, ExecutionId, IncidentId, RunbookId
from shared.kernel.message import Intent
from shared.kernel.value import Slug, Text
from shared.kernel.vocabulary import ResourceRef


class RunbookIntent(Intent):
    aggregate_type: ClassVar[str] = "runbook"
    id_field: ClassVar[str] = "runbook_id"

    runbook_id: RunbookId
    """The runbook that this is about; derived from its slug."""


class CreateRunbook(RunbookIntent):
    """The id is derived from the slug, so that a slug is one runbook."""

    schema_version: ClassVar[str] = "1.1.0"

    slug: Slug
    """The name by which addresses and imports know it; never changes."""
    definition: RunbookDefinition
    """The whole runbook."""


class UpdateRunbook(RunbookIntent):
    """A new version; those before stay what they were."""

    schema_version: ClassVar[str] = "1.1.0"

    definition: RunbookDefinition
    """The whole runbook as it shall be."""


class ExecuteRunbook(RunbookIntent):
    """Run the present version. An execution keeps the steps as they are now, whatever becomes of the runbook."""

    execution_id: ExecutionId
    """The execution's own id; asked twice under one id, it runs once."""
    runbook_version: int | None = Field(default=None, ge=1)
    """The version that the caller has read; when given, another one is refused."""
    incident_id: IncidentId | None = None
    """The incident that it shall help."""
    target: ResourceRef | None = None
    """The resource that it is aimed at."""
    arguments: dict[Annotated[str, Field(min_length=1, max_length=100)], Argument] = Field(
        default_factory=dict, max_length=50
    )
    """Values for the names in the steps' arguments, at most 50."""


class CompleteRunbookStep(RunbookIntent):
    """How a step went that a person did; the execution goes on from there."""

    execution_id: ExecutionId
    """The execution that waits for it, or will."""
    step_id: StepId
    """The step that was done."""
    status: StepStatus = StepStatus.SUCCEEDED
    """How it ended."""
    note: Text = ""
    """What was seen or done."""


class CompleteRunbookExecution(RunbookIntent):
    """How an execution ended: said by the process that ran it, or by the person who did a manual one."""

    schema_version: ClassVar[str] = "2.0.0"

    execution_id: ExecutionId
    """The execution that has ended."""
    outcome: ExecutionOutcome
    """How it ended."""
    steps: Annotated[tuple[StepResult, ...], Field(max_length=100)] = ()
    """How each step ended, at most 100."""
    approval_ids: Annotated[tuple[ApprovalId, ...], Field(max_length=100)] = ()
    """The approvals by which it did what it did, at most 100; each was asked for this execution and granted."""
    note: Text = ""
    """A word for those who read along."""


RUNBOOK_INTENTS: tuple[type[Intent], ...] = (
    CreateRunbook,
    UpdateRunbook,
    ExecuteRunbook,
    CompleteRunbookStep,
    CompleteRunbookExecution,
)
