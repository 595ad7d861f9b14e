"""What an execution has read and done for it: its steps filled in, its plans tried dry, its actions carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never
from uuid import UUID

from shared.app.runbooks.known_values import known_values
from shared.domain.runbook.values import ExecutionOutcome
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.ports.coder import Coder, CoderUnavailable
from shared.ports.current_state import CurrentState
from shared.processes.runbook_execution.facts import (
    RunbookDryRunStarted,
    RunbookExecutionConcluded,
    RunbookExecutionStarted,
    RunbookStepStarted,
    RunbookUndoStarted,
)
from shared.processes.runbook_execution.results import (
    DryRunEnded,
    EffectSeen,
    RunbookRefused,
    RunbookResult,
    StepsPlanned,
)
from shared.remediation.outcome import ActionOutcome, RemediationOutcome
from shared.remediation.runbook_steps import StepRefused, planned_steps

AskingFact = (
    RunbookExecutionStarted | RunbookDryRunStarted | RunbookStepStarted | RunbookUndoStarted | RunbookExecutionConcluded
)
#: After these nothing further may be begun.
_CALLED_OFF = frozenset({ExecutionOutcome.CANCELLED, ExecutionOutcome.UNKNOWN})
NOBODY = "Nobody carries plans out here: no coder is set up, and its steps are not all done by hand."


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCoder:
    """``coder`` None: there is none here. ``within_s``: what one question may take."""

    state: CurrentState
    coder: Coder | None
    within_s: float

    def __call__(self, fact: Envelope[Any]) -> RunbookResult | None:
        """None: nothing is to be told. Raises CoderUnavailable where asking again is all there is to do."""
        asking: AskingFact = fact.data
        version = fact.aggregate_version or 0
        match asking:
            case RunbookExecutionStarted():
                return self._planned(fact.tenant_id, asking, version)
            case RunbookDryRunStarted(plan=plan):
                tried = self._there().dry_run(fact.tenant_id, plan, within_s=self.within_s)
                return DryRunEnded(asked=version, text=tried.text, problems=tried.problems)
            case RunbookStepStarted(approval_id=UUID() as approval_id, action_index=int() as index):
                return self._effect(fact.tenant_id, approval_id, (index,), version)
            case RunbookStepStarted():
                return None
            case RunbookUndoStarted(approval_id=approval_id):
                return self._effect(fact.tenant_id, approval_id, (), version)
            case RunbookExecutionConcluded():
                self._call_off(fact.tenant_id, asking)
                return None
            case _:
                assert_never(asking)

    def _planned(
        self, tenant_id: TenantId, started: RunbookExecutionStarted, version: int
    ) -> StepsPlanned | RunbookRefused:
        known = known_values(self.state, tenant_id, started.incident_id, started.arguments)
        try:
            steps = planned_steps(started.steps, started.target, known)
        except StepRefused as refused:
            return RunbookRefused(asked=version, reason=str(refused)[:1_000], step_id=refused.step_id)
        if self.coder is None and any(step.action is not None for step in steps):
            return RunbookRefused(asked=version, reason=NOBODY)
        return StepsPlanned(asked=version, steps=steps)

    def _effect(self, tenant_id: TenantId, approval_id: UUID, actions: Sequence[int], version: int) -> EffectSeen:
        """A coder that is silent may have begun: it is looked again."""
        try:
            outcome = self._there().apply(tenant_id, approval_id, actions=actions, within_s=self.within_s)
        except CoderUnavailable as away:
            return EffectSeen(asked=version, status=None, output=str(away))
        if outcome is None:
            return EffectSeen(asked=version, status=None, output="It is under way.")
        return _seen(outcome, actions, version)

    def _call_off(self, tenant_id: TenantId, concluded: RunbookExecutionConcluded) -> None:
        if concluded.outcome in _CALLED_OFF and self.coder is not None:
            for approval_id in concluded.approval_ids:
                self.coder.cancel(tenant_id, approval_id)

    def _there(self) -> Coder:
        if self.coder is None:
            raise CoderUnavailable("there is no coder here any more")
        return self.coder


def _seen(outcome: RemediationOutcome, actions: Sequence[int], version: int) -> EffectSeen:
    if not actions:
        told = "\n".join(f"{each.action} {each.status}: {each.detail}" for each in outcome.actions)
        return EffectSeen(asked=version, status=outcome.status, output=told or outcome.reason)
    one = next((each for each in outcome.actions if each.index in actions), None)
    if one is None:
        return EffectSeen(asked=version, status=outcome.status, output=outcome.reason)
    return EffectSeen(asked=version, status=one.status, output=_told(one), references=one.references, undo=one.undo)


def _told(one: ActionOutcome) -> str:
    return "\n".join((one.detail, *one.references))
