"""Runbooks for tests."""

from datetime import datetime
from uuid import UUID

from shared.domain.runbook.decide import runbook
from shared.domain.runbook.facts import RunbookCreated, RunbookExecutionCompleted, RunbookExecutionRequested
from shared.domain.runbook.gates import steps_to_run, waits_for_a_yes
from shared.domain.runbook.intents import CompleteRunbookExecution, CreateRunbook, ExecuteRunbook, UpdateRunbook
from shared.domain.runbook.values import (
    AutomationLevel,
    ExecutionOutcome,
    RunbookDefinition,
    RunbookStep,
    StepKind,
    StepResult,
    StepStatus,
)
from shared.kernel.ids import ExecutionId, RunbookId
from shared.kernel.vocabulary import ResourceRef
from tests.support.given import ANA, NOON, Given

RUNBOOK, EXECUTION = RunbookId(UUID(int=31)), ExecutionId(UUID(int=32))
CHECKOUT = ResourceRef(kind="Deployment", name="checkout")
LOOK = RunbookStep(id="look", title="Look")
RESTART = RunbookStep(id="restart", title="Restart", kind=StepKind.COMMAND, tool="k8s.rollout_restart")
BY_HAND = RunbookDefinition(title="By hand", steps=(LOOK,), approval_required=False)
BY_MACHINE = RunbookDefinition(title="By machine", steps=(LOOK, RESTART), automation_level=AutomationLevel.ASSISTED)
PROCESS = "process:runbook_execution"
given = Given(runbook)


def create(definition: RunbookDefinition = BY_HAND) -> CreateRunbook:
    return CreateRunbook(runbook_id=RUNBOOK, slug="checkout", definition=definition)


def update(definition: RunbookDefinition) -> UpdateRunbook:
    return UpdateRunbook(runbook_id=RUNBOOK, definition=definition)


def created(definition: RunbookDefinition = BY_HAND) -> RunbookCreated:
    return RunbookCreated(runbook_id=RUNBOOK, slug="checkout", runbook_version=1, definition=definition, created_by=ANA)


def execute(execution_id: ExecutionId = EXECUTION, **more) -> ExecuteRunbook:
    return ExecuteRunbook(runbook_id=RUNBOOK, execution_id=execution_id, **more)


def requested(definition: RunbookDefinition = BY_HAND, **more) -> RunbookExecutionRequested:
    return RunbookExecutionRequested(
        **{
            "runbook_id": RUNBOOK,
            "execution_id": EXECUTION,
            "runbook_version": 1,
            "incident_id": None,
            "target": None,
            "arguments": {},
            "steps": steps_to_run(definition),
            "approval_required": waits_for_a_yes(steps_to_run(definition)),
            "plan_hash": "f" * 64,
            "requested_by": ANA,
            "requested_at": NOON,
            **more,
        }
    )


def did(*steps: str, status: StepStatus = StepStatus.SUCCEEDED) -> tuple[StepResult, ...]:
    return tuple(StepResult(step_id=step, status=status) for step in steps)


def complete(outcome: ExecutionOutcome = ExecutionOutcome.SUCCEEDED, steps=None, **more) -> CompleteRunbookExecution:
    told = did("look") if steps is None else steps
    return CompleteRunbookExecution(runbook_id=RUNBOOK, execution_id=EXECUTION, outcome=outcome, steps=told, **more)


def completed(outcome: ExecutionOutcome, steps, *, at: datetime, seconds: float, **more) -> RunbookExecutionCompleted:
    return RunbookExecutionCompleted(
        **{
            "runbook_id": RUNBOOK,
            "execution_id": EXECUTION,
            "runbook_version": 1,
            "incident_id": None,
            "outcome": outcome,
            "steps": steps,
            "duration_s": seconds,
            "requested_by": ANA,
            "approved_by": None,
            "completed_by": ANA,
            "completed_at": at,
            "note": "",
            **more,
        }
    )
