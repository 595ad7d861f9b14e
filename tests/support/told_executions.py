"""What executions of a runbook have said, as it is kept: one that went as it is written, and how others did not."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from shared.domain.runbook.values import ExecutionOutcome, RunbookStep, StepStatus
from shared.kernel.envelope import Envelope
from shared.kernel.ids import ExecutionId, IncidentId, RunbookId
from shared.processes.runbook_execution.facts import (
    RunbookExecutionConcluded,
    RunbookExecutionStarted,
    RunbookExecutionStepCompleted,
)
from tests.support.facts import T0, TENANT, named
from tests.support.runbook_plays import LOOK, RESTART

MACHINE, ANA = "process:runbook/1", "human:ana"


def execution(
    *ended: tuple[str, StepStatus, str, str],
    name: str = "execution",
    runbook: str = "runbook",
    outcome: ExecutionOutcome = ExecutionOutcome.SUCCEEDED,
    reason: str = "All steps are done.",
    concluded_by: str = MACHINE,
    arguments: Mapping[str, str] | None = None,
    steps: Sequence[RunbookStep] = (LOOK, RESTART),
) -> list[Envelope[Any]]:
    """``ended``: of each step its id, how it ended, what it said, and who did it."""
    about: dict[str, Any] = {
        "workflow_id": f"runbook/{named(name)}",
        "execution_id": ExecutionId(named(name)),
        "incident_id": IncidentId(named("i")),
    }
    started = RunbookExecutionStarted(
        **about,
        runbook_id=RunbookId(named(runbook)),
        slug=f"checkout/{runbook}",
        runbook_version=3,
        target=None,
        arguments=dict(arguments or {}),
        steps=tuple(steps),
        requested_by=ANA,
    )
    over = [
        RunbookExecutionStepCompleted(
            **about, step_id=step, status=status, output=said, completed_by=by, attempts=1, duration_s=1.0
        )
        for step, status, said, by in ended
    ]
    concluded = RunbookExecutionConcluded(
        **about, outcome=outcome, reason=reason, approval_ids=(), concluded_by=concluded_by
    )
    return [_kept(fact) for fact in (started, *over, concluded)]


def _kept(fact: Any) -> Envelope[Any]:
    return Envelope(
        message_id=UUID(int=0),
        tenant_id=TENANT,
        data=fact,
        occurred_at=T0,
        producer="/sre/process",
        actor=MACHINE,
        correlation_id=UUID(int=0),
    )


AS_WRITTEN = (("look", StepStatus.SUCCEEDED, "12:40", ANA), ("restart", StepStatus.SUCCEEDED, "restarted", MACHINE))
BY_HAND = execution(
    ("look", StepStatus.SKIPPED, "there is no such dashboard", ANA),
    ("restart", StepStatus.FAILED, "the object is gone", MACHINE),
    outcome=ExecutionOutcome.FAILED,
    reason="Step restart failed.",
)
