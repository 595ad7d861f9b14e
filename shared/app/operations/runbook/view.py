"""A runbook as it stands, with its executions."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition, RunbookStep, StepStatus
from shared.kernel.vocabulary import ResourceRef
from shared.ports.current_state import Stored


class ExecutionView(View):
    """An execution of a runbook is shown with the steps as they were when it was asked for."""

    execution_id: UUID
    """The execution's id."""
    runbook_version: int
    """The version of the runbook that it runs."""
    incident_id: UUID | None
    """The incident for which it runs. Null: none."""
    target: ResourceRef | None
    """What it is run on. Null: nothing was named."""
    arguments: dict[str, str]
    """Argument name to value."""
    steps: tuple[RunbookStep, ...]
    """The steps, frozen when it was asked for."""
    approval_required: bool
    """True when it may only begin with an approval."""
    plan_hash: str
    """SHA-256 over version, steps, arguments and target."""
    requested_by: str
    """Who asked for it, as ``kind:name``."""
    requested_at: datetime
    """When it was asked for, in UTC."""
    reported: dict[str, StepStatus] = Field(default_factory=dict)
    """How steps went that people did, by step id."""


class FinishedView(View):
    """An execution is shown with how it ended."""

    execution_id: UUID
    """The execution's id."""
    outcome: ExecutionOutcome
    """How it ended."""
    completed_at: datetime
    """When it ended, in UTC."""


class ListedRunbook(View):
    """A runbook is shown in a list, without its executions."""

    runbook_id: UUID
    """Derived from tenant and slug."""
    version: int
    """How many facts the runbook has; a command that sends it as ``If-Match`` is refused when it has changed since."""
    slug: str
    """The name that it keeps."""
    runbook_version: int
    """Counts definitions from 1; an execution names the one it ran."""
    definition: RunbookDefinition
    """What is done, when, and by whom."""
    updated_by: str
    """The person, agent or system that changed it last, as ``kind:name``."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


class RunbookView(ListedRunbook):
    """A runbook is shown with its executions."""

    open_executions: tuple[ExecutionView, ...]
    """Executions that have not ended."""
    finished: tuple[FinishedView, ...]
    """The last executions that ended, the newest last."""


def runbook_view(stored: Stored) -> RunbookView:
    """It holds the executions."""
    return RunbookView.model_validate(view_fields(stored, "runbook_id"))


def listed_runbook(stored: Stored) -> ListedRunbook:
    """It leaves the executions out."""
    return ListedRunbook.model_validate(view_fields(stored, "runbook_id"))
