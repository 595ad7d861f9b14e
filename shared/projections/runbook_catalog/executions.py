"""One row per execution, from the asking to its end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.runbook.facts import RunbookExecutionCompleted, RunbookExecutionRequested
from shared.kernel.envelope import Envelope
from shared.projections.projection import Key, ProjectionView

#: An execution that was asked for and has not ended.
OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRow:
    runbook_id: UUID
    execution_id: UUID
    runbook_version: int
    incident_id: UUID | None
    asked_by_kind: str
    """``human``, ``agent``, ``process``: what kind of actor asked."""
    requested_by: str
    requested_at: datetime
    outcome: str
    duration_s: float | None = None
    completed_at: datetime | None = None


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.runbook_id, envelope.data.execution_id),)


def _evolve(_key: Key, row: ExecutionRow | None, envelope: Envelope[Any]) -> ExecutionRow | None:
    fact: RunbookExecutionRequested | RunbookExecutionCompleted = envelope.data
    if isinstance(fact, RunbookExecutionRequested):
        return _asked(fact, fact.requested_at)
    asked = row or _asked(fact, fact.completed_at)
    return replace(asked, outcome=fact.outcome.value, duration_s=fact.duration_s, completed_at=fact.completed_at)


def _asked(fact: RunbookExecutionRequested | RunbookExecutionCompleted, at: datetime) -> ExecutionRow:
    return ExecutionRow(
        runbook_id=fact.runbook_id,
        execution_id=fact.execution_id,
        runbook_version=fact.runbook_version,
        incident_id=fact.incident_id,
        asked_by_kind=fact.requested_by.partition(":")[0],
        requested_by=fact.requested_by,
        requested_at=at,
        outcome=OPEN,
    )


executions = ProjectionView(
    table="execution",
    row=ExecutionRow,
    key_columns=2,
    handles=frozenset({RunbookExecutionRequested, RunbookExecutionCompleted}),
    keys=_keys,
    evolve=_evolve,
)
