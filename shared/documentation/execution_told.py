"""Executions of runbooks as their process facts tell them: which steps, how each ended, and by whose doing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Any

from shared.domain.runbook.values import ExecutionOutcome, RunbookStep
from shared.kernel.envelope import Envelope
from shared.kernel.ids import ExecutionId, RunbookId
from shared.kernel.message import ProcessFact
from shared.kernel.vocabulary import ResourceRef
from shared.processes.runbook_execution.facts import (
    RunbookExecutionConcluded,
    RunbookExecutionFact,
    RunbookExecutionStarted,
    RunbookExecutionStepCompleted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldExecution:
    """``outcome`` None: it is not over."""

    execution_id: ExecutionId
    runbook_id: RunbookId
    slug: str
    runbook_version: int
    steps: Mapping[str, RunbookStep]
    target: ResourceRef | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    ended: Sequence[RunbookExecutionStepCompleted] = ()
    """Its steps that are over, in their order."""
    outcome: ExecutionOutcome | None = None
    reason: str = ""
    concluded_by: str = ""


def executions_of(facts: Iterable[Envelope[Any]]) -> Sequence[ToldExecution]:
    """``facts`` oldest first; what an execution said before the oldest of them leaves it out."""
    told: dict[ExecutionId, ToldExecution] = {}
    for fact in facts:
        match fact.data:
            case RunbookExecutionStarted() as started:
                told[started.execution_id] = _begun(started)
            case RunbookExecutionFact(execution_id=execution_id) as later if execution_id in told:
                told[execution_id] = _with(later, told[execution_id])
            case _:
                pass
    return tuple(told.values())


def _begun(started: RunbookExecutionStarted) -> ToldExecution:
    return ToldExecution(
        execution_id=started.execution_id,
        runbook_id=started.runbook_id,
        slug=started.slug,
        runbook_version=started.runbook_version,
        steps={step.id: step for step in started.steps},
        target=started.target,
        arguments=started.arguments,
    )


@singledispatch
def _with(_fact: ProcessFact, execution: ToldExecution) -> ToldExecution:
    return execution


@_with.register
def _(fact: RunbookExecutionStepCompleted, execution: ToldExecution) -> ToldExecution:
    return replace(execution, ended=(*execution.ended, fact))


@_with.register
def _(fact: RunbookExecutionConcluded, execution: ToldExecution) -> ToldExecution:
    return replace(execution, outcome=fact.outcome, reason=fact.reason, concluded_by=fact.concluded_by)
