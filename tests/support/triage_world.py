"""Triage in memory: facts go in, steps read, process facts come out; nothing moves by itself."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.processes import MemoryProcessStore
from shared.app.run_process import RunProcess
from shared.app.triage.at_once import AtOnce
from shared.app.triage.step import Brought, TriageStep
from shared.diagnosis.evidence import Evidence
from shared.domain.published import FACTS, INTENTS
from shared.kernel.envelope import Envelope
from shared.kernel.message import Fact
from shared.ports.processes import ProcessStore
from shared.ports.wake import NoWaker
from shared.processes.incident_triage.facts import IncidentTriageStarted, PatternLookupCompleted
from shared.processes.incident_triage.investigation import Investigation, reference_to
from shared.processes.incident_triage.pattern import PatternDecision, PatternLookup
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.react import incident_triage
from shared.processes.incident_triage.state import Triaging
from shared.processes.published import PROCESS_FACTS
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
        self.steps: Sequence[TriageStep[Any]] = (lookup, investigate)
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

    def _step(self, after: type[Any], phase: TriagePhase, name: str) -> TriageStep[Any]:
        def read(fact: Envelope[Any]) -> Brought:
            self.reads.append(f"{name} {fact.aggregate_id}")
            what = getattr(self, name)
            result = what(fact) if callable(what) else what
            evidence: Sequence[Evidence] = FOUND.evidence if isinstance(result, Investigation) else ()
            return Brought(result, evidence)

        at_once = AtOnce(self.most, each_s=self.each_s, within_s=self.within_s, name=name)
        return TriageStep(after=after, phase=phase, run=self.run, read=read, at_once=at_once, clock=self.clock)
