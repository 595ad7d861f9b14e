"""A runbook as it stands, with its executions."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.runbook.values import Outcome, RunbookDefinition, Step
from shared.kernel.vocabulary import ResourceRef
from shared.ports.current_state import Stored


class ExecutionView(View):
    execution_id: UUID
    runbook_version: int
    incident_id: UUID | None
    target: ResourceRef | None
    arguments: dict[str, str]
    steps: tuple[Step, ...]
    approval_required: bool
    plan_hash: str
    requested_by: str
    requested_at: datetime


class FinishedView(View):
    execution_id: UUID
    outcome: Outcome
    completed_at: datetime


class ListedRunbook(View):
    runbook_id: UUID
    version: int
    slug: str
    #: Counts definitions; an execution names the one it ran.
    runbook_version: int
    definition: RunbookDefinition
    updated_by: str
    updated_at: datetime


class RunbookView(ListedRunbook):
    open_executions: tuple[ExecutionView, ...]
    #: The newest last.
    finished: tuple[FinishedView, ...]


def runbook_view(stored: Stored) -> RunbookView:
    return RunbookView.model_validate(view_fields(stored, "runbook_id"))


def listed_runbook(stored: Stored) -> ListedRunbook:
    return ListedRunbook.model_validate(view_fields(stored, "runbook_id"))
