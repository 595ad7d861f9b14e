"""The step of an execution that takes time: done outside of any transaction, and handed back as an event."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.app.activity_results import result_of, tell_unfinished
from shared.app.run_process import Ran, RunProcess
from shared.app.triage.at_once import AtOnce, Done
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.ports.clock import Clock, SystemClock
from shared.ports.store import StoreUnavailable
from shared.processes.process import ActivityResult
from shared.processes.runbook_execution.facts import (
    RunbookDryRunStarted,
    RunbookExecutionConcluded,
    RunbookExecutionStarted,
    RunbookStepStarted,
    RunbookUndoStarted,
)
from shared.processes.runbook_execution.results import EffectSeen, RunbookRefused, RunbookResult
from shared.processes.runbook_execution.state import RunbookRun

#: The entry point.
RUNBOOK_STEPS = "runbook_steps"
#: The facts after which something is to be done.
ASKING: Final = (
    RunbookExecutionStarted,
    RunbookDryRunStarted,
    RunbookStepStarted,
    RunbookUndoStarted,
    RunbookExecutionConcluded,
)
_LATE = "What it asked did not come back in time."


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookActivity:
    """``passing``: failures that are nobody's fault and pass."""

    run: RunProcess[RunbookRun]
    do: Callable[[Envelope[Any]], RunbookResult | None]
    at_once: AtOnce
    passing: tuple[type[Exception], ...] = (StoreUnavailable,)
    clock: Clock = field(default_factory=SystemClock)

    @property
    def handles(self) -> frozenset[type[Fact]]:
        return frozenset(ASKING)

    def handle(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]]) -> Ran:
        """Does what runs still wait for; what was done before is not done again.

        Raises StoreUnavailable, and at the end what single ones failed with.
        """
        wanted = self._wanted(tenant_id, facts)
        ran = Ran(repeated=len(facts) - len(wanted))
        failures: list[BaseException] = []
        unbegun = 0
        for several in self.at_once(wanted, self.do):
            results = [each for done in several if (each := self._result(done)) is not None]
            if results:
                ran += self.run.take_in(tenant_id, results)
            failures += [done.failure for done in several if done.failure is not None]
            unbegun += sum(done.outcome == "unbegun" for done in several)
        tell_unfinished(failures, unbegun, passing=self.passing, what="executions")
        return ran

    def _wanted(self, tenant_id: TenantId, facts: Iterable[Envelope[Any]]) -> list[Envelope[Any]]:
        """Of each run what it waits for now; that one is over is wanted for its own sake."""
        several = list(facts)
        runs = {run.workflow_id: run for run in self.run.instances(tenant_id, {each.aggregate_id for each in several})}
        return [
            fact
            for fact in several
            if (run := runs.get(fact.aggregate_id)) is not None
            and (isinstance(fact.data, RunbookExecutionConcluded) or run.asked == fact.aggregate_version)
        ]

    def _result(self, done: Done[Envelope[Any], RunbookResult | None]) -> ActivityResult | None:
        fact = done.item
        result = _too_late(fact) if done.outcome == "late" else done.result
        return None if result is None else result_of(fact, result, self.clock.now())


def _too_late(fact: Envelope[Any]) -> RunbookResult | None:
    version = fact.aggregate_version or 0
    match fact.data:
        case RunbookStepStarted() | RunbookUndoStarted():
            return EffectSeen(asked=version, status=None, output=_LATE)
        case RunbookExecutionConcluded():
            return None
        case _:
            return RunbookRefused(asked=version, reason=_LATE)
