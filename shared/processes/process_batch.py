"""A batch of events worked off in memory: instances found, changed and found again, asks collected in order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId, derive_from
from shared.kernel.message import Intent, Message, ProcessFact
from shared.kernel.wire import wire_name
from shared.processes.process import ActivityResult, Cause, Event, Process, Reaction, S, Timer, TimerFired

M = TypeVar("M", bound=Message)
PRODUCER = "/sre/triage_steps"


@dataclass(frozen=True, slots=True)
class Moved(Generic[S]):
    """How an instance differs from what was loaded."""

    state: S
    associated: frozenset[str]
    dissociated: frozenset[str]
    timers_set: Mapping[str, Timer]
    timers_cleared: frozenset[str]


@dataclass(slots=True)
class ProcessBatch(Generic[S]):
    """Mutable while one transaction lasts; it never does I/O."""

    process: Process[S]
    tenant_id: TenantId
    now: datetime
    said: list[Envelope[ProcessFact]] = field(default_factory=list)
    asked: list[Envelope[Intent]] = field(default_factory=list)
    _last_asked: dict[str, int] = field(default_factory=dict)
    """Where in ``asked`` the last request for an aggregate is."""
    _loaded: dict[str, S | None] = field(default_factory=dict)
    _states: dict[str, S] = field(default_factory=dict)
    _keys: dict[str, frozenset[str]] = field(default_factory=dict)
    _index: dict[str, set[str]] = field(default_factory=dict)

    def put(self, states: Iterable[S]) -> None:
        """What the store holds; an instance that is here already is newer than that."""
        for state in states:
            if state.workflow_id not in self._loaded:
                self._loaded[state.workflow_id] = state
                self._set(state)

    def holding(self, key: str) -> list[S]:
        return [self._states[workflow_id] for workflow_id in sorted(self._index.get(key, ()))]

    def instance(self, workflow_id: str) -> S | None:
        return self._states.get(workflow_id)

    def handle(self, event: Event) -> Reaction[S]:
        """Takes the event in and says what it led to; what it asks for stands in ``asked``."""
        reaction: Reaction[S] = self.process.react(event, self)
        for state in reaction.states:
            self._loaded.setdefault(state.workflow_id, None)
            self._set(state)
        counts: dict[str, int] = {}
        for ask in reaction.asks:
            name = _name_of(self.process.workflow_type, ask.intent)
            counts[name] = counts.get(name, -1) + 1
            self._ask(self._envelope(event, ask.workflow_id, ask.intent, f"{name}/{counts[name]}"))

        self._say(event, reaction.facts)
        return reaction

    def moved(self) -> list[Moved[S]]:
        """Instances that are not as they were loaded."""
        return [
            self._moved(before, self._states[workflow_id])
            for workflow_id, before in sorted(self._loaded.items())
            if before is not self._states[workflow_id]
        ]

    def _say(self, event: Event, facts: Sequence[ProcessFact]) -> None:
        """Versions end at what the state says it has said: what comes again has the version, and the id, of before."""
        by_workflow: dict[str, list[ProcessFact]] = {}
        for fact in facts:
            by_workflow.setdefault(fact.aggregate_id, []).append(fact)
        for workflow_id, several in by_workflow.items():
            first = self.process.facts_said(self._states[workflow_id]) - len(several) + 1
            for version, fact in enumerate(several, first):
                name = f"{self.process.workflow_type}/{workflow_id}/{version}"
                self.said.append(self._envelope(event, workflow_id, fact, name, version))

    def _ask(self, envelope: Envelope[Intent]) -> None:
        """A storm of one problem is one request a batch; a fact is worked off in one committed batch only, so the id
        that its request has there is the only one it ever has."""
        aggregate = envelope.aggregate_id
        place = self._last_asked.get(aggregate)
        if place is not None:
            earlier = self.asked[place]
            merged = self.process.merge(earlier.data, envelope.data) if earlier.actor == envelope.actor else None
            if merged is not None:
                merged_id = derive_from(earlier.message_id, envelope.message_id)
                self.asked[place] = replace(earlier, message_id=merged_id, data=merged)
                return
        self._last_asked[aggregate] = len(self.asked)
        self.asked.append(envelope)

    def _set(self, state: S) -> None:
        workflow_id = state.workflow_id
        before, after = self._keys.get(workflow_id, frozenset()), self.process.associations(state)
        for key in before - after:
            self._index[key].discard(workflow_id)
        for key in after - before:
            self._index.setdefault(key, set()).add(workflow_id)
        self._states[workflow_id], self._keys[workflow_id] = state, after

    def _moved(self, before: S | None, after: S) -> Moved[S]:
        old_keys = self.process.associations(before) if before is not None else frozenset()
        old_timers = self.process.timers(before) if before is not None else {}
        keys, timers = self._keys[after.workflow_id], self.process.timers(after)
        return Moved(
            state=after,
            associated=keys - old_keys,
            dissociated=old_keys - keys,
            timers_set={name: timer for name, timer in timers.items() if old_timers.get(name) != timer},
            timers_cleared=frozenset(old_timers) - frozenset(timers),
        )

    def _envelope(
        self, event: Event, workflow_id: str, message: M, index: str, version: int | None = None
    ) -> Envelope[M]:
        cause, at = cause_of(event), at_of(event)
        return Envelope(
            message_id=derive_from(event.message_id, index),
            tenant_id=self.tenant_id,
            data=message,
            occurred_at=at,
            producer=PRODUCER,
            actor=f"process:{workflow_id}",
            correlation_id=cause.correlation_id,
            causation_id=cause.message_id,
            aggregate_version=version,
            traceparent=cause.traceparent,
            tracestate=cause.tracestate,
        )


def asked_id_of(workflow_type: str, event: Event, intent: Intent) -> UUID:
    """Names the message in which a process without ``merge`` first asks for this on account of an event."""
    return derive_from(event.message_id, f"{_name_of(workflow_type, intent)}/0")


def _name_of(workflow_type: str, intent: Intent) -> str:
    return f"{workflow_type}/{intent.aggregate_id}/{wire_name(type(intent))}"


def cause_of(event: Event) -> Cause:
    """A timer speaks for the fact that set it, a result for the one that asked for it."""
    if isinstance(event, TimerFired | ActivityResult):
        return event.cause
    return Cause(
        message_id=event.message_id,
        correlation_id=event.correlation_id,
        traceparent=event.traceparent,
        tracestate=event.tracestate,
    )


def at_of(event: Event) -> datetime:
    return event.at if isinstance(event, TimerFired | ActivityResult) else event.occurred_at
