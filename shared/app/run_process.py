"""Running a workflow: a batch of facts, or of due timers, becomes new states and requests, with the effect of once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Generic

from shared.app.apart import Apart
from shared.app.process_rows import write_of
from shared.kernel.batches import batched
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.ports.clock import Clock, SystemClock
from shared.ports.processes import (
    AggregateRef,
    EvidenceRow,
    ProcessStore,
    ProcessTurn,
    ProcessWrite,
)
from shared.ports.wake import RELAY, TIMERS, Waker
from shared.processes.process import ActivityResult, Event, Process, S, TimerFired
from shared.processes.process_batch import ProcessBatch

MAX_BATCH = 500
_TENANTS = 100
_ROUNDS = 20
#: As rarely as that it is, where nothing else calls.
_CLOCK_CALLS_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    handled: int = 0
    repeated: int = 0
    """Worked off before."""
    asked: int = 0
    """Requests and process facts."""
    soon: int = 0
    """Timers that were set for before the clock calls again."""

    def __add__(self, other: "Ran") -> "Ran":
        return Ran(
            handled=self.handled + other.handled,
            repeated=self.repeated + other.repeated,
            asked=self.asked + other.asked,
            soon=self.soon + other.soon,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProcess(Generic[S]):
    """``encode`` turns the envelope of a request or a process fact into the text that is published."""

    process: Process[S]
    store: ProcessStore
    encode: Callable[[Envelope[Any]], str]
    waker: Waker
    clock: Clock = field(default_factory=SystemClock)

    @property
    def handles(self) -> frozenset[type[Fact]]:
        return self.process.handles

    def handle(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]]) -> Ran:
        """Works off facts of one tenant, which are in order per aggregate. Raises StoreUnavailable: deliver again."""
        ran = Ran()
        for some in batched(facts, MAX_BATCH):
            ran += self._handle(tenant_id, some)
        return self._told(ran)

    def instances(self, tenant_id: TenantId, workflow_ids: Collection[str]) -> list[S]:
        """Those that there are, as they stand. Raises StoreUnavailable."""
        with self.store.turn(tenant_id) as turn:
            return [*map(self.process.states.validate_python, turn.load(workflow_ids=workflow_ids))]

    def holding(self, tenant_id: TenantId, key: str) -> list[S]:
        """Those associated with the key, as they stand. Raises StoreUnavailable."""
        with self.store.turn(tenant_id) as turn:
            return [*map(self.process.states.validate_python, turn.load(keys=[key]))]

    def take_in(
        self, tenant_id: TenantId, results: Sequence[ActivityResult], evidence: Sequence[EvidenceRow] = ()
    ) -> Ran:
        """Hands to the workflows what was read for them, and keeps the evidence of those that go on because of it.

        Raises StoreUnavailable: nothing was taken in.
        """
        with self.store.turn(tenant_id) as turn:
            ran = self._work_off(turn, tenant_id, results, evidence=evidence)
        return self._told(ran)

    def tick(self) -> Ran:
        """Fires what is due, of every tenant in turn, until nothing is or some rounds are over.

        Raises, at the end, what single timers failed with; it kept no other from being fired.
        """
        apart = Apart()
        fired: list[Ran] = []
        for _ in range(_ROUNDS):
            tenants = self.store.tenants_with_due_timers(_TENANTS, without=apart.tenants)
            for tenant_id in tenants:
                due = self._due(tenant_id)
                apart.do(tenant_id, due, partial(self._fire_into, fired, tenant_id))
            if not tenants:
                break
        ran = self._told(sum(fired, Ran()))
        apart.tell()
        return ran

    def _fire_into(self, fired: list[Ran], tenant_id: TenantId, timers: Sequence[TimerFired]) -> None:
        fired.append(self._fire(tenant_id, timers))

    def _due(self, tenant_id: TenantId) -> Sequence[TimerFired]:
        with self.store.turn(tenant_id) as turn:
            return turn.due(MAX_BATCH)

    def _handle(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]]) -> Ran:
        with self.store.turn(tenant_id) as turn:
            fresh, progress = not_yet_seen(turn, facts)
            if not fresh:
                return Ran(repeated=len(facts))
            batch = ProcessBatch(self.process, tenant_id, self.clock.now())
            looked_up: set[str] = set()
            for stretch in self._stretches(fresh):
                self._load(turn, batch, stretch, looked_up)
                for fact in stretch:
                    batch.handle(fact)
            soon = self._write(turn, write_of(batch, self.encode, progress=progress))
        return Ran(
            handled=len(fresh), repeated=len(facts) - len(fresh), asked=len(batch.asked) + len(batch.said), soon=soon
        )

    def _fire(self, tenant_id: TenantId, timers: Sequence[TimerFired]) -> Ran:
        wanted = {timer.message_id for timer in timers}
        with self.store.turn(tenant_id) as turn:
            due = [timer for timer in turn.due(MAX_BATCH) if timer.message_id in wanted]
            if not due:  # another ticker was faster
                return Ran()
            return self._work_off(turn, tenant_id, due, fired=due)

    def _work_off(
        self,
        turn: ProcessTurn,
        tenant_id: TenantId,
        events: Sequence[TimerFired] | Sequence[ActivityResult],
        *,
        fired: Sequence[TimerFired] = (),
        evidence: Sequence[EvidenceRow] = (),
    ) -> Ran:
        """Works off what names its instance."""
        batch = ProcessBatch(self.process, tenant_id, self.clock.now())
        workflow_ids = [event.workflow_id for event in events]
        batch.put(map(self.process.states.validate_python, turn.load(workflow_ids=workflow_ids)))
        self._load(turn, batch, events, set())
        for event in events:
            batch.handle(event)
        soon = self._write(turn, write_of(batch, self.encode, fired=fired, evidence=evidence))
        return Ran(handled=len(events), asked=len(batch.asked) + len(batch.said), soon=soon)

    def _write(self, turn: ProcessTurn, write: ProcessWrite) -> int:
        """Gives how many timers fall due soon."""
        turn.write(write)
        return sum(row.timer.due_at <= self.clock.now() + _CLOCK_CALLS_EVERY for row in write.timers_set)

    def _stretches(self, facts: Iterable[Envelope[Any]]) -> Iterator[list[Event]]:
        """Cuts a batch after each fact that may change which instances the later ones concern."""
        stretch: list[Event] = []
        for fact in facts:
            stretch.append(fact)
            if type(fact.data) in self.process.rewires:
                yield stretch
                stretch = []
        if stretch:
            yield stretch

    def _load(self, turn: ProcessTurn, batch: ProcessBatch[S], events: Sequence[Event], looked_up: set[str]) -> None:
        """Loads instances until those found name no further keys. What was looked up in this turn is here already."""
        wanted = self._named(events, batch)
        if wanted:
            wanted |= self.process.rests_on
        wanted -= looked_up
        while wanted:
            found = [self.process.states.validate_python(state) for state in turn.load(keys=sorted(wanted))]
            batch.put(found)
            looked_up |= wanted
            wanted = self._named(self._asked_again(events, found), batch) - looked_up

    def _named(self, events: Sequence[Event], batch: ProcessBatch[S]) -> set[str]:
        return {key for event in events for key in self.process.lookups(event, batch)}

    def _asked_again(self, events: Sequence[Event], found: Sequence[S]) -> Sequence[Event]:
        """Those that may name further keys with these instances at hand."""
        process = self.process
        if process.leads_on is None or any(process.associations(state) & process.rests_on for state in found):
            return events if found else ()
        return [event for event in events if isinstance(event, Envelope) and type(event.data) in process.leads_on]

    def _told(self, ran: Ran) -> Ran:
        if ran.asked:
            self.waker.wake(RELAY)
        if ran.soon:
            self.waker.wake(TIMERS)
        return ran


def not_yet_seen(
    turn: ProcessTurn, facts: Sequence[Envelope[Any]]
) -> tuple[list[Envelope[Any]], dict[AggregateRef, int]]:
    """Keeps facts above the last version worked off, also within the batch; and how far they bring each aggregate."""
    known = turn.progress({_aggregate(fact) for fact in facts})
    fresh: list[Envelope[Any]] = []
    progress: dict[AggregateRef, int] = {}
    for fact in facts:
        aggregate, version = _aggregate(fact), fact.aggregate_version or 0
        if version > progress.get(aggregate, known.get(aggregate, 0)):
            fresh.append(fact)
            progress[aggregate] = version
    return fresh, progress


def _aggregate(fact: Envelope[Any]) -> AggregateRef:
    return AggregateRef(fact.aggregate_type, fact.aggregate_id)
