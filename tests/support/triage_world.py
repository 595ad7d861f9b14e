"""Triage in memory: facts go in, steps read, process facts come out; nothing moves by itself."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.processes import MemoryProcessStore
from shared.app.run_process import RunProcess
from shared.app.triage.at_once import AtOnce
from shared.app.triage.remedy_steps import AskToCarryOut, TryDry, WatchRecovery
from shared.app.triage.step import Brought, TriageStep
from shared.app.triage.stop_carrying_out import StopCarryingOut
from shared.app.triage.write_down import WriteDown
from shared.bootstrap.step_facts import STEPS
from shared.bootstrap.triage_remedy import REMEDY_STEPS
from shared.diagnosis.evidence import Evidence
from shared.domain.incident.intents import AddIncidentTimelineEntry
from shared.domain.published import FACTS, INTENTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.message import Fact, Intent
from shared.kernel.wire import wire_type
from shared.ports.processes import ProcessStore
from shared.ports.wake import NoWaker
from shared.processes.incident_triage.facts import IncidentTriageStarted, PatternLookupCompleted
from shared.processes.incident_triage.investigation import GivenUp, Investigation, reference_to
from shared.processes.incident_triage.pattern import PatternDecision, PatternLookup
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.react import incident_triage
from shared.processes.incident_triage.remedy_facts import ApprovalAwaited
from shared.processes.incident_triage.remedy_results import NotYet
from shared.processes.incident_triage.state import TriageRun, Triaging
from shared.processes.published import PROCESS_FACTS
from shared.projections.incident_timeline.queries import TimelineQuery
from tests.support.acting import Carries, StoodStill, Watches
from tests.support.answers import ANSWERS
from tests.support.facts import T0, TENANT, Log
from tests.support.investigators import DIAGNOSIS, FOUND, PROPOSED

CODEC = Codec((*INTENTS, *FACTS, *PROCESS_FACTS))
UNKNOWN = PatternLookup(
    query="checkout fails",
    index_position=7,
    threshold=0.5,
    decision=PatternDecision.UNKNOWN,
    why="Nothing that is written down has any of its words.",
)
INVESTIGATION = Investigation(evidence=tuple(map(reference_to, FOUND.evidence)), diagnosis=DIAGNOSIS, proposal=PROPOSED)


@dataclass
class TriageClock:
    at: datetime = T0

    def now(self) -> datetime:
        return self.at


@dataclass
class TriageWorld:
    """``pattern`` and ``investigation`` are what is read; a function is asked, and may raise or wait."""

    pattern: Any = UNKNOWN
    investigation: Any = INVESTIGATION
    most: int = 4
    each_s: float = 30.0
    within_s: float = 60.0
    clock: TriageClock = field(default_factory=TriageClock)
    log: Log = field(default_factory=Log)
    reads: list[str] = field(default_factory=list)
    coder: Carries | None = None
    """Who carries plans out; None: nobody does."""
    verifier: Watches = field(default_factory=Watches)
    state: Any = field(default_factory=StoodStill)
    executed: Sequence[Envelope[Any]] = ()
    """What executions of runbooks have said, oldest first."""
    kept: ProcessStore | None = None
    """Where workflows are kept; None: in memory."""

    def __post_init__(self) -> None:
        self.store = MemoryProcessStore(self.clock.now)
        self.run: RunProcess[Triaging] = RunProcess(
            process=incident_triage,
            store=self.kept or self.store,
            encode=CODEC.encode,
            waker=NoWaker(),
            clock=self.clock,
        )
        lookup = self._step(IncidentTriageStarted, TriagePhase.PATTERN_LOOKUP, "pattern")
        investigate = self._step(PatternLookupCompleted, TriagePhase.TRIAGE, "investigation")
        self.steps: Sequence[TriageStep[Any]] = (lookup, investigate, *map(self._remedy_step, REMEDY_STEPS))
        self._delivered: set[str] = set()

    def happened(self, *facts: Fact, minute: float = 0, actor: str = "human:ana") -> None:
        """They reach the process, once."""
        at = T0 + timedelta(minutes=minute)
        self.clock.at = max(self.clock.at, at)
        for fact in facts:
            self.log.add(fact, at=at, actor=actor)
        self.hear_again()

    def hear_again(self) -> None:
        """All that ever happened, from the beginning: what was heard is recognised."""
        self.run.handle(TENANT, self.log.facts)

    def deliver(self) -> None:
        """Every process fact that was not delivered yet, as one batch per step, until there is no further one."""
        while waiting := [event for event in self.said() if event["id"] not in self._delivered]:
            self.deliver_again(waiting)
            self._delivered |= {event["id"] for event in waiting}

    def deliver_again(self, events: Sequence[dict[str, Any]] | None = None) -> None:
        facts = [CODEC.decode(event) for event in (self.said() if events is None else events)]
        for step in self.steps:
            wanted = [fact for fact in facts if type(fact.data) in step.handles]
            if wanted:
                step.handle(TENANT, wanted)
        self.call_off(facts)

    def call_off(self, facts: Sequence[Envelope[Any]]) -> None:
        step = StopCarryingOut(coder=self.coder)
        step.handle(TENANT, [fact for fact in facts if type(fact.data) in step.handles])

    def tick(self, minute: float) -> None:
        self.clock.at = T0 + timedelta(minutes=minute)
        self.run.tick()

    def said(self) -> list[dict[str, Any]]:
        return self.store.said(TENANT)

    def names(self) -> list[str]:
        """Of the process facts, by workflow and version."""
        return [type(CODEC.decode(event).data).__name__ for event in self.said()]

    def last(self) -> Any:
        return CODEC.decode(self.said()[-1]).data

    def entries(self) -> list[str]:
        """What was asked to be written into timelines."""
        return [
            event["data"]["entry"]["text"] for event in self.store.asked if "timeline-entry" in str(event.get("type"))
        ]

    def bytes_said(self) -> str:
        return "\n".join(json.dumps(event, ensure_ascii=False) for event in self.said())

    @contextmanager
    def changed(self, **fields: Any) -> Iterator[None]:
        before = {name: getattr(self, name) for name in fields}
        for name, value in fields.items():
            setattr(self, name, value)
        yield
        for name, value in before.items():
            setattr(self, name, value)

    def answer(self, name: str, *, minute: float = 0, **fields: Any) -> None:
        """Somebody says something to the newest question: ``granted``, ``rejected``, ``withdrawn``, ``expired``."""
        asked = next(fact for fact in reversed(self.told()) if isinstance(fact, ApprovalAwaited))
        fact = ANSWERS[name](self.clock.at, asked)
        self.happened(fact.model_copy(update=fields), minute=minute, actor="human:ben")
        self.deliver()

    def told(self) -> list[Any]:
        """The process facts, by workflow and version."""
        return [CODEC.decode(event).data for event in self.said()]

    def asked(self, intent: type[Intent]) -> list[Any]:
        """What was asked of the domain, of this sort."""
        events = [event for event in self.store.asked if event.get("type") == wire_type(intent)]
        return [CODEC.decode(event).data for event in events]

    def facts(self, _tenant_id: TenantId, incident_id: IncidentId, *, limit: int) -> Sequence[Envelope[Any]]:
        """Those of the incident, newest first: what is kept of its triages."""
        events = [CODEC.decode(event) for event in self.said()]
        return [event for event in events if event.data.incident_id == incident_id][: -limit - 1 : -1]

    def executions(self, *_named: Any, limit: int) -> Sequence[Envelope[Any]]:
        """What a test says was executed, newest first."""
        return self.executed[-limit:][::-1]

    def get_incident_timeline(self, _tenant_id: TenantId, query: TimelineQuery) -> Any:
        """The entries that were asked for, in the order of asking."""
        asked = [each.entry for each in self.asked(AddIncidentTimelineEntry) if each.incident_id == query.incident_id]
        return SimpleNamespace(entries=SimpleNamespace(items=asked, next_cursor=None))

    def look_until(self, minute: float) -> None:
        """Time passes; what is due is looked at when it is."""
        until = T0 + timedelta(minutes=minute)
        while (due := min((timer.due_at for timer in self.store.timers(TENANT).values()), default=until)) < until:
            self.clock.at = max(self.clock.at, due)
            self.run.tick()
            self.deliver()
        self.clock.at = until

    def _remedy_step(self, name: str) -> TriageStep[Any]:
        stage = REMEDY_STEPS[name]

        def read(fact: Envelope[Any], run: TriageRun) -> Brought:
            asks: dict[str, Callable[[Envelope[Any], TriageRun], Brought]] = {
                "dry_run": TryDry(state=self.state, coder=self.coder, within_s=1),
                "remediate": AskToCarryOut(state=self.state, coder=self.coder, within_s=1),
                "verify": WatchRecovery(state=self.state, verifier=self.verifier, within_s=1, clock=self.clock),
                "document": WriteDown(state=self.state, record=self, incidents=self),
            }
            return asks[name](fact, run)

        return TriageStep(
            after=STEPS[name],
            waits=lambda run: run.looks_at(stage),
            run=self.run,
            read=read,
            when_late=NotYet(stage=stage),
            at_once=AtOnce(self.most, each_s=self.each_s, within_s=self.within_s, name=name),
            clock=self.clock,
        )

    def _step(self, after: type[Any], phase: TriagePhase, name: str) -> TriageStep[Any]:
        def read(fact: Envelope[Any], _run: TriageRun) -> Brought:
            self.reads.append(f"{name} {fact.aggregate_id}")
            what = getattr(self, name)
            result = what(fact) if callable(what) else what
            evidence: Sequence[Evidence] = FOUND.evidence if isinstance(result, Investigation) else ()
            return Brought(result, evidence)

        at_once = AtOnce(self.most, each_s=self.each_s, within_s=self.within_s, name=name)
        return TriageStep(
            after=(after,),
            waits=lambda run: run.is_at(phase),
            run=self.run,
            read=read,
            when_late=GivenUp(phase=phase, reason="What it has to read did not come back in time."),
            at_once=at_once,
            clock=self.clock,
        )
