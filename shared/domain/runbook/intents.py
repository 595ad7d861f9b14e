"""What may be asked of a runbook."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.domain.runbook.values import Argument, Outcome, RunbookDefinition, StepResult
from shared.kernel.ids import ExecutionId, IncidentId, RunbookId
from shared.kernel.message import Intent
from shared.kernel.value import Slug, Text
from shared.kernel.vocabulary import ResourceRef


class RunbookIntent(Intent):
    aggregate_type: ClassVar[str] = "runbook"
    id_field: ClassVar[str] = "runbook_id"

    runbook_id: RunbookId


class CreateRunbook(RunbookIntent):
    """The id is derived from the slug, so that a slug is one runbook."""

    slug: Slug
    definition: RunbookDefinition


class UpdateRunbook(RunbookIntent):
    """A new version; those before stay what they were."""

    definition: RunbookDefinition


class ExecuteRunbook(RunbookIntent):
    """Run the present version. An execution keeps the steps as they are now, whatever becomes of the runbook."""

    execution_id: ExecutionId
    #: When given, the version that the caller has read; another one is refused.
    runbook_version: int | None = Field(default=None, ge=1)
    incident_id: IncidentId | None = None
    target: ResourceRef | None = None
    arguments: dict[Annotated[str, Field(min_length=1, max_length=100)], Argument] = Field(
        default_factory=dict, max_length=50
    )


class CompleteRunbookExecution(RunbookIntent):
    """How an execution ended: said by the process that ran it, or by the person who did a manual one."""

    execution_id: ExecutionId
    outcome: Outcome
    steps: Annotated[tuple[StepResult, ...], Field(max_length=100)] = ()
    approved_by: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    note: Text = ""


RUNBOOK_INTENTS: tuple[type[Intent], ...] = (
    CreateRunbook,
    UpdateRunbook,
    ExecuteRunbook,
    CompleteRunbookExecution,
)
