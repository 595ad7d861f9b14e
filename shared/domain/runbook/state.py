"""What a runbook must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from shared.domain.runbook.facts import (
    RunbookCreated,
    RunbookExecutionCompleted,
    RunbookExecutionRequested,
    RunbookStepReported,
    RunbookUpdated,
)
from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition, RunbookStep, StepStatus
from shared.kernel.ids import ExecutionId, IncidentId, RunbookId
from shared.kernel.vocabulary import ResourceRef

AnyRunbookFact = (
    RunbookCreated | RunbookUpdated | RunbookExecutionRequested | RunbookStepReported | RunbookExecutionCompleted
)

#: Of finished executions the newest are kept, so that a late word about one is recognised; the facts know all.
FINISHED_KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What was asked for, with the steps as they were then."""

    execution_id: ExecutionId
    runbook_version: int
    incident_id: IncidentId | None
    target: ResourceRef | None
    arguments: dict[str, str]
    steps: tuple[RunbookStep, ...]
    approval_required: bool
    plan_hash: str
    requested_by: str
    requested_at: datetime
    reported: dict[str, StepStatus] = field(default_factory=dict)
    """How steps went that people did, by step id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    execution_id: ExecutionId
    plan_hash: str
    outcome: ExecutionOutcome
    completed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    runbook_id: RunbookId
    slug: str
    runbook_version: int
    definition: RunbookDefinition
    updated_by: str
    open_executions: tuple[Execution, ...] = field(default=())
    #: Newest last.
    finished: tuple[Finished, ...] = field(default=())


def evolve(state: Runbook | None, fact: AnyRunbookFact) -> Runbook | None:
    """None is a runbook that nobody has created yet."""
    if isinstance(fact, RunbookCreated):
        return Runbook(
            runbook_id=fact.runbook_id,
            slug=fact.slug,
            runbook_version=fact.runbook_version,
            definition=fact.definition,
            updated_by=fact.created_by,
        )
    if state is None:
        raise ValueError(f"the history of runbook {fact.runbook_id} does not begin with its creation")
    match fact:
        case RunbookUpdated():
            return replace(
                state,
                runbook_version=fact.runbook_version,
                definition=fact.definition,
                updated_by=fact.updated_by,
            )
        case RunbookExecutionRequested():
            return replace(state, open_executions=(*state.open_executions, _execution(fact)))
        case RunbookStepReported():
            return replace(state, open_executions=tuple(_reported(each, fact) for each in state.open_executions))
        case RunbookExecutionCompleted():
            return _finished(state, fact)
        case _:
            assert_never(fact)


def _execution(fact: RunbookExecutionRequested) -> Execution:
    return Execution(
        execution_id=fact.execution_id,
        runbook_version=fact.runbook_version,
        incident_id=fact.incident_id,
        target=fact.target,
        arguments=fact.arguments,
        steps=fact.steps,
        approval_required=fact.approval_required,
        plan_hash=fact.plan_hash,
        requested_by=fact.requested_by,
        requested_at=fact.requested_at,
    )


def _reported(execution: Execution, fact: RunbookStepReported) -> Execution:
    if execution.execution_id != fact.execution_id:
        return execution
    return replace(execution, reported={**execution.reported, fact.step_id: fact.status})


def _finished(state: Runbook, fact: RunbookExecutionCompleted) -> Runbook:
    (ended,) = (each for each in state.open_executions if each.execution_id == fact.execution_id)
    done = Finished(
        execution_id=fact.execution_id,
        plan_hash=ended.plan_hash,
        outcome=fact.outcome,
        completed_at=fact.completed_at,
    )
    return replace(
        state,
        open_executions=tuple(each for each in state.open_executions if each is not ended),
        finished=(*state.finished, done)[-FINISHED_KEPT:],
    )
