"""An execution as its workflow sees it: which step, by which yes, and for what it waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.domain.runbook.values import RunbookStep, StepResult, StepStatus
from shared.kernel.ids import ApprovalId, ExecutionId, IncidentId, RunbookId, derive_from
from shared.processes.process import Cause, Timer
from shared.remediation.actions import Action
from shared.remediation.runbook_steps import PlannedStep

#: The timers of a run: what it waits for is late, and it is time to look what became of something.
LATE: Final = "late"
LOOK: Final = "look"
#: How long filling in the steps, and trying them dry, may take, waiting for their turn included.
READING_LIMIT: Final = timedelta(minutes=10)
_FIRST_LOOK_S: Final = 2
_LAST_LOOK_S: Final = 900


class Waits(StrEnum):
    """What a run waits for."""

    STEPS_PLANNED = "steps_planned"
    DRY_RUN = "dry_run"
    APPROVAL = "approval"
    EFFECT = "effect"
    #: The next look at an effect.
    LOOK = "look"
    PERSON = "person"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A plan that somebody is asked about, or said yes to. ``places``: of each step's attempts in it, by step id."""

    approval_id: ApprovalId
    plan: str
    places: Mapping[str, tuple[int, ...]]
    is_granted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReport:
    """A person's word about a step; it may come before the step's turn."""

    status: StepStatus
    note: str
    completed_by: str
    completed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookRun:
    workflow_id: str
    execution_id: ExecutionId
    runbook_id: RunbookId
    incident_id: IncidentId | None
    slug: str
    runbook_version: int
    requested_by: str
    steps: tuple[RunbookStep, ...]
    facts: int
    """How many process facts it has said."""
    waits: Waits
    asked: int = 0
    """The version of the process fact that asked for what it waits for; 0: nothing was asked."""
    planned: tuple[PlannedStep, ...] = ()
    at: int = 0
    """Which step is next or under way, counted from 0."""
    attempt: int = 1
    look: int = 0
    began_at: datetime
    """When the step, or what goes before the first one, began."""
    results: tuple[StepResult, ...] = ()
    reports: Mapping[str, StepReport] = field(default_factory=dict)
    gates: int = 0
    """How many plans somebody was asked about."""
    gate: Gate | None = None
    approval_ids: tuple[ApprovalId, ...] = ()
    """Those that were granted."""
    undo: tuple[Action, ...] = ()
    """What would take back what was done, the newest first."""
    is_concluded: bool = False
    """Whether all that is left is taking back."""
    is_told: bool = False
    """Whether the runbook's own history says that it is over."""
    late_at: datetime | None
    look_at: datetime | None = None
    cause: Cause

    @property
    def is_over(self) -> bool:
        return self.is_concluded and self.waits is Waits.NOTHING

    @property
    def step(self) -> RunbookStep:
        return self.steps[self.at]

    def said(self, number: int = 1) -> "RunbookRun":
        return replace(self, facts=self.facts + number)

    def idle(self) -> "RunbookRun":
        return replace(self, waits=Waits.NOTHING, asked=0, late_at=None, look_at=None)

    def next_approval_id(self) -> ApprovalId:
        return ApprovalId(derive_from(self.execution_id, f"approval/{self.gates + 1}"))


def runbook_workflow_id(execution_id: UUID) -> str:
    return f"runbook/{execution_id}"


def until_next_look(look: int) -> timedelta:
    """Twice as long each time: what takes seconds is seen in seconds, what takes hours costs little."""
    return timedelta(seconds=min(_LAST_LOOK_S, _FIRST_LOOK_S * 2 ** min(look, 20)))


def associations_of(run: RunbookRun) -> frozenset[str]:
    """One that is over is found no more."""
    if run.is_over and run.is_told:
        return frozenset()
    keys = {f"execution:{run.execution_id}"}
    if run.gate is not None:
        keys.add(f"approval:{run.gate.approval_id}")
    return frozenset(keys)


def timers_of(run: RunbookRun) -> Mapping[str, Timer]:
    due = {LATE: run.late_at, LOOK: run.look_at}
    return {name: Timer(due_at=at, cause=run.cause) for name, at in due.items() if at is not None}
