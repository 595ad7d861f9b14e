"""An execution of a runbook as its process facts tell it, step by step."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.app.operations.view import View
from shared.domain.runbook.values import ExecutionOutcome
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import ResourceRef, RiskTier
from shared.processes.runbook_execution.facts import (
    ApprovalVerdict,
    RunbookApprovalAwaited,
    RunbookApprovalReceived,
    RunbookExecutionConcluded,
    RunbookExecutionPlanned,
    RunbookExecutionStarted,
    RunbookExecutionStepCompleted,
    RunbookStepStarted,
    RunbookUndoEnded,
)
from shared.remediation.actions import Action
from shared.remediation.outcome import EffectStatus


class ExecutedStepStatus(StrEnum):
    WAITING = "waiting"
    """Its turn has not come."""
    UNDER_WAY = "under_way"
    """It is being done."""
    FOR_A_PERSON = "for_a_person"
    """A person has to do it, and to say so."""
    SUCCEEDED = "succeeded"
    """It did what it should."""
    FAILED = "failed"
    """It did not."""
    SKIPPED = "skipped"
    """It was not done."""
    UNKNOWN = "unknown"
    """What it did is not known."""


class ExecutedStepView(View):
    """A step of an execution is shown with how it went."""

    step_id: str
    """The step's id within its runbook."""
    title: str
    """What is done."""
    status: ExecutedStepStatus
    """How far it is."""
    action: Action | None = None
    """What a machine does. Null: a person does it, or the steps are not filled in yet."""
    instructions: tuple[str, ...] = ()
    """For a person: what it is done with."""
    risk: RiskTier
    """How much harm it can do."""
    requires_approval: bool
    """Whether it waits for somebody's yes."""
    output: str | None = None
    """What happened, or why it was not done. Null: it is not over."""
    references: tuple[str, ...] = ()
    """Where it can be seen."""
    completed_by: str | None = None
    """Who did it. Null: it is not over."""
    attempts: int = 0
    """How often it was tried."""
    duration_s: float | None = None
    """How long it took, in seconds. Null: it is not over."""


class ExecutionApprovalView(View):
    """A yes that an execution asked for."""

    approval_id: UUID
    """The approval."""
    step_ids: tuple[str, ...]
    """The steps that it covers; empty when it is about taking back what was done."""
    risk: RiskTier
    """What the plan may do at worst."""
    plan_hash: str
    """SHA-256 of the plan's text, in hexadecimal."""
    policy: str | None
    """The policy that says yes. Null: a person has to."""
    verdict: ApprovalVerdict | None = None
    """What was answered. Null: nobody has answered."""
    answered_by: str | None = None
    """Who answered. Null: nobody has."""


class RunbookExecutionView(View):
    """An execution of a runbook is shown step by step."""

    execution_id: UUID
    """The execution's id."""
    runbook_id: UUID
    """The runbook."""
    workflow_id: str
    """The workflow that carries it out: `runbook/<execution id>`."""
    slug: str
    """The runbook's name."""
    runbook_version: int
    """The version that is run."""
    incident_id: UUID | None
    """The incident that it shall help. Null: none."""
    target: ResourceRef | None
    """What it is aimed at. Null: nothing was named."""
    requested_by: str
    """Who asked for it, as ``kind:name``."""
    requested_at: datetime
    """When it was asked for, in UTC."""
    updated_at: datetime
    """When it last said something, in UTC."""
    steps: tuple[ExecutedStepView, ...]
    """The steps in their order."""
    approvals: tuple[ExecutionApprovalView, ...] = ()
    """What somebody was asked, in order."""
    outcome: ExecutionOutcome | None = None
    """How it ended. Null: it is not over."""
    reason: str | None = None
    """Why it ended so. Null: it is not over."""
    undo: EffectStatus | None = None
    """What became of taking back what was done. Null: it was not offered, or waits."""


def execution_view(said: Sequence[Envelope[Any]]) -> RunbookExecutionView:
    """Folds process facts, given in their order, of which the first is the beginning."""
    first, last = said[0], said[-1]
    started: RunbookExecutionStarted = first.data
    steps = {
        step.id: {
            "step_id": step.id,
            "title": step.title,
            "status": ExecutedStepStatus.WAITING,
            "risk": step.risk,
            "requires_approval": bool(step.requires_approval),
        }
        for step in started.steps
    }
    approvals: dict[UUID, dict[str, Any]] = {}
    shown = started.model_dump(exclude={"steps", "arguments"})
    for fact in said:
        _take_in(fact.data, shown, steps, approvals)
    return RunbookExecutionView.model_validate(
        {
            **shown,
            "steps": tuple(steps.values()),
            "approvals": tuple(approvals.values()),
            "requested_at": first.occurred_at,
            "updated_at": last.occurred_at,
        }
    )


def _take_in(
    fact: Any, shown: dict[str, Any], steps: dict[str, dict[str, Any]], approvals: dict[UUID, dict[str, Any]]
) -> None:
    match fact:
        case RunbookExecutionPlanned():
            for step in fact.steps:
                planned = step.model_dump(include={"action", "instructions", "risk", "requires_approval"})
                steps[step.step_id].update(planned)
        case RunbookStepStarted():
            by_hand = fact.approval_id is None
            status = ExecutedStepStatus.FOR_A_PERSON if by_hand else ExecutedStepStatus.UNDER_WAY
            steps[fact.step_id].update(status=status, attempts=fact.attempt)
        case RunbookExecutionStepCompleted():
            over = fact.model_dump(include={"output", "references", "completed_by", "attempts", "duration_s"})
            steps[fact.step_id].update(over, status=ExecutedStepStatus(fact.status.value))
        case RunbookApprovalAwaited():
            approvals[fact.approval_id] = fact.model_dump(include=set(ExecutionApprovalView.model_fields))
        case RunbookApprovalReceived():
            approvals[fact.approval_id].update(verdict=fact.verdict, answered_by=fact.answered_by)
        case RunbookExecutionConcluded():
            shown.update(outcome=fact.outcome, reason=fact.reason)
        case RunbookUndoEnded():
            shown.update(undo=fact.status)
        case _:
            pass
