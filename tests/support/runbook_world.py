"""Executions of runbooks in memory: the writer's own decisions, the workflow, and a coder with a log of what it did."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.processes import MemoryProcessStore
from shared.app.run_process import RunProcess
from shared.app.runbooks.ask_coder import AskCoder
from shared.app.runbooks.step import RunbookActivity
from shared.app.triage.at_once import AtOnce
from shared.domain.approval.intents import ConsumeApproval, GrantApproval, RejectApproval, WithdrawApproval
from shared.domain.published import FACTS, INTENTS
from shared.domain.runbook.intents import (
    CompleteRunbookExecution,
    CompleteRunbookStep,
    CreateRunbook,
    ExecuteRunbook,
)
from shared.domain.runbook.values import (
    ExecutionOutcome,
    RunbookDefinition,
    StepStatus,
)
from shared.kernel.ids import ApprovalId, ExecutionId, RunbookId, TenantId
from shared.kernel.message import Fact, Intent
from shared.ports.coder import CoderUnavailable
from shared.ports.current_state import CurrentState
from shared.ports.processes import ProcessStore
from shared.ports.store import StoreUnavailable
from shared.ports.wake import NoWaker
from shared.processes.published import PROCESS_FACTS
from shared.processes.runbook_execution.react import runbook_execution
from shared.processes.runbook_execution.state import RunbookRun
from tests.support.facts import T0, TENANT, Log, named
from tests.support.fake_coder import FakeCoder
from tests.support.writer_in_memory import States, decide

CODEC = Codec((*INTENTS, *FACTS, *PROCESS_FACTS))
RUNBOOK = RunbookId(named("runbook"))
EXECUTION = ExecutionId(named("execution"))
ANA, BEN = "human:ana", "human:ben"
_ROUNDS = 200


class NothingKnown:
    """A writer's state in which there is no incident."""

    def get(self, *_asked: Any) -> None:
        return None


@dataclass
class RunbookClock:
    at: datetime = T0

    def now(self) -> datetime:
        return self.at


@dataclass
class RunbookWorld:
    """``state``: what placeholders are filled in from. ``kept``: where workflows are kept; None: in memory."""

    state: Any = field(default_factory=NothingKnown)
    has_coder: bool = True
    kept: ProcessStore | None = None
    clock: RunbookClock = field(default_factory=RunbookClock)
    log: Log = field(default_factory=Log)
    refused: list[str] = field(default_factory=list)
    """What the writer said no to, by code."""

    def __post_init__(self) -> None:
        self.store = MemoryProcessStore(self.clock.now)
        self.coder = FakeCoder(self._granted)
        self.run: RunProcess[RunbookRun] = RunProcess(
            process=runbook_execution,
            store=self.kept or self.store,
            encode=CODEC.encode,
            waker=NoWaker(),
            clock=self.clock,
        )
        state: CurrentState = self.state
        self.activity = RunbookActivity(
            run=self.run,
            do=AskCoder(state=state, coder=self.coder if self.has_coder else None, within_s=5.0),
            at_once=AtOnce(4, each_s=30.0, within_s=60.0, name="runbook"),
            passing=(StoreUnavailable, CoderUnavailable),
            clock=self.clock,
        )
        self._states: States = {}
        self._written: set[str] = set()
        self._delivered: set[str] = set()
        self._heard = 0

    # what people do

    def define(self, definition: RunbookDefinition) -> "RunbookWorld":
        self.ask(CreateRunbook(runbook_id=RUNBOOK, slug="checkout-5xx", definition=definition))
        return self

    def execute(self, by: str = ANA, **more: Any) -> "RunbookWorld":
        self.ask(ExecuteRunbook(runbook_id=RUNBOOK, execution_id=EXECUTION, **more), by)
        return self.settle()

    def approve(self, by: str = BEN) -> "RunbookWorld":
        asked = self.approval()
        said = {"plan_hash": asked["plan_hash"], "dry_run_hash": asked["dry_run_hash"]}
        self.ask(GrantApproval(approval_id=asked["approval_id"], **said), by)
        return self.settle()

    def reject(self, by: str = BEN) -> "RunbookWorld":
        self.ask(RejectApproval(approval_id=self.approval()["approval_id"], reason="not now"), by)
        return self.settle()

    def withdraw(self, by: str = BEN) -> "RunbookWorld":
        self.ask(WithdrawApproval(approval_id=self.approval()["approval_id"], reason="it is another fault"), by)
        return self.settle()

    def report(
        self, step: str, status: StepStatus = StepStatus.SUCCEEDED, by: str = BEN, note: str = "seen"
    ) -> "RunbookWorld":
        done = CompleteRunbookStep(runbook_id=RUNBOOK, execution_id=EXECUTION, step_id=step, status=status, note=note)
        self.ask(done, by)
        return self.settle()

    def cancel(self, by: str = BEN) -> "RunbookWorld":
        stop = CompleteRunbookExecution(
            runbook_id=RUNBOOK, execution_id=EXECUTION, outcome=ExecutionOutcome.CANCELLED, note="it cleared"
        )
        self.ask(stop, by)
        return self.settle()

    def after(self, minutes: float) -> "RunbookWorld":
        """Time passes; what is due fires, and what follows happens."""
        self.clock.at += timedelta(minutes=minutes)
        self.run.tick()
        return self.settle()

    # what follows

    def ask(self, intent: Intent, by: str = ANA) -> None:
        """The writer decides; what it refuses is kept in ``refused``."""
        refused = decide(self._states, self.log, intent, by, self.clock.at)
        self.refused += [] if refused is None else [refused]

    def settle(self) -> "RunbookWorld":
        """Until nothing follows any more."""
        for _ in range(_ROUNDS):
            if not (self._hear() or self._write() or self._deliver()):
                return self
        raise AssertionError("it never comes to rest")

    def hear_again(self) -> None:
        """Everything is delivered once more, from the beginning: what was done is recognised."""
        self._delivered.clear()
        self._heard = 0
        self.settle()

    # what is seen

    def said(self) -> list[dict[str, Any]]:
        return self.store.said(TENANT)

    def names(self) -> list[str]:
        return [type(CODEC.decode(event).data).__name__ for event in self.said()]

    def facts_said(self, kind: type[Fact]) -> list[Any]:
        return [fact for event in self.said() if isinstance(fact := CODEC.decode(event).data, kind)]

    def bytes_said(self) -> str:
        return "\n".join(json.dumps(event, ensure_ascii=False) for event in self.said())

    def done(self) -> list[tuple[int, str]]:
        """What was done at the targets: place in the plan, action."""
        return [(index, action) for _, index, action in self.coder.audit]

    def approval(self) -> Mapping[str, Any]:
        """The newest."""
        (*_, newest) = (state for (kind, _), state in self._states.items() if kind == "approval")
        shown = ("approval_id", "plan_hash", "dry_run_hash", "status", "definition", "requested_by", "granted_by")
        return {name: getattr(newest, name) for name in shown}

    def ended(self) -> Fact | None:
        """What the runbook's own history says at last."""
        facts = [each.data for each in self.log.facts if type(each.data).__name__ == "RunbookExecutionCompleted"]
        return facts[-1] if facts else None

    def steps(self) -> list[tuple[str, str]]:
        return [
            (event["data"]["step_id"], event["data"]["status"])
            for event in self.said()
            if event["type"].endswith("runbook-execution-step-completed.v1")
        ]

    def _granted(self, _tenant_id: TenantId, approval_id: UUID) -> str:
        place = ("approval", str(approval_id))
        asked = self._states[place].definition
        use = ConsumeApproval(
            approval_id=ApprovalId(approval_id),
            plan_hash=asked.plan_hash,
            dry_run_hash=asked.dry_run_hash,
            effect_id=named(f"effect {approval_id}"),
        )
        before = len(self.refused)
        self.ask(use, "agent:coder")
        assert self.refused[before:] == [], "what nobody has said yes to was about to be done"
        plan: str = asked.plan
        return plan

    def _hear(self) -> int:
        """Heard is what was worked off: a delivery that is cut off comes again."""
        fresh = self.log.facts[self._heard :]
        if fresh:
            self.run.handle(TENANT, fresh)
        self._heard += len(fresh)
        return len(fresh)

    def _write(self) -> int:
        asked = [event for event in self.asked_for() if event["id"] not in self._written]
        for event in asked:
            self._written.add(event["id"])
            envelope = CODEC.decode(event)
            if envelope.aggregate_type in ("approval", "runbook"):
                self.ask(envelope.data, envelope.actor)
        return len(asked)

    def asked_for(self) -> list[dict[str, Any]]:
        return [event for event in self.store.asked if ".intent." in event["type"]]

    def _deliver(self) -> int:
        waiting = [event for event in self.said() if event["id"] not in self._delivered]
        for event in waiting:
            fact = CODEC.decode(event)
            if type(fact.data) in self.activity.handles:
                self.activity.handle(TENANT, [fact])
            self._delivered.add(event["id"])
        return len(waiting)

    def entries(self) -> list[str]:
        """What was asked to be written into timelines."""
        return [event["data"]["entry"]["text"] for event in self.asked_for() if "timeline-entry" in event["type"]]
