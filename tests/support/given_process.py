"""A language for tests of processes: given what happened, when this happens, then exactly these requests follow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Generic

from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact, Intent, ProcessFact
from shared.processes.process import ActivityResult, Cause, Process, S, TimerFired
from shared.processes.process_batch import ProcessBatch
from tests.support.facts import T0, TENANT, Log, named


class GivenProcess(Generic[S]):
    """One tenant's workflows; every step moves them on. ``at`` is in minutes after T0."""

    def __init__(self, process: Process[S], tenant: TenantId = TENANT) -> None:
        self._batch = ProcessBatch(process, tenant, T0)
        self._tenant = tenant
        self._log = Log()
        self._from = self._said_from = 0

    def when(self, *facts: Fact, at: float = 0, actor: str = "human:ana") -> "GivenProcess[S]":
        """These happen, at this minute; what they lead to is what ``then`` looks at."""
        self._begin()
        for fact in facts:
            self._batch.handle(self._log.add(fact, at=T0 + timedelta(minutes=at), tenant=self._tenant, actor=actor))
        return self

    def given(self, *facts: Fact, at: float = 0, actor: str = "human:ana") -> "GivenProcess[S]":
        """The same as ``when``: only the last step is looked at."""
        return self.when(*facts, at=at, actor=actor)

    def when_timers_fire(self, *, at: float) -> "GivenProcess[S]":
        """The clock reaches this minute: what is due by then fires, in order."""
        self._begin()
        now = T0 + timedelta(minutes=at)
        for due_at, workflow_id, name, cause in self._due(now):
            fired = TimerFired(
                message_id=named(f"{workflow_id}/{name}/{due_at.isoformat()}"),
                tenant_id=self._tenant,
                workflow_id=workflow_id,
                name=name,
                at=now,
                cause=cause,
            )
            self._batch.handle(fired)
        return self

    def when_read(self, workflow_id: str, result: Any, *, at: float) -> "GivenProcess[S]":
        """What was read for a workflow comes back at this minute."""
        self._begin()
        now = T0 + timedelta(minutes=at)
        message_id = named(f"{workflow_id}/result/{now.isoformat()}")
        cause = Cause(message_id=message_id, correlation_id=message_id)
        self._batch.handle(
            ActivityResult(
                message_id=message_id,
                tenant_id=self._tenant,
                workflow_id=workflow_id,
                at=now,
                cause=cause,
                result=result,
            )
        )
        return self

    def _begin(self) -> None:
        """Every step is a batch of its own: nothing is merged into what an earlier one asked for."""
        self._from, self._said_from = len(self._batch.asked), len(self._batch.said)
        self._batch._last_asked.clear()

    def then_asks(self, *expected: Any) -> "GivenProcess[S]":
        """Exactly these, in this order: intent classes, or whole intents."""
        actual = [envelope.data for envelope in self.asked]
        shown = [type(intent).__name__ for intent in actual]
        assert len(actual) == len(expected), f"asked for {shown}"
        for intent, wanted in zip(actual, expected, strict=True):
            matches = type(intent) is wanted if isinstance(wanted, type) else intent == wanted
            assert matches, f"asked for {intent!r}, not for {wanted!r}"
        return self

    def then_nothing(self) -> "GivenProcess[S]":
        return self.then_asks()

    @property
    def said(self) -> Sequence[ProcessFact]:
        """What the workflows said of themselves in the last step."""
        return [envelope.data for envelope in self._batch.said[self._said_from :]]

    def versions_are_whole(self) -> bool:
        """Whether the facts of each workflow are numbered 1, 2, 3… in the order in which it said them."""
        numbers: dict[str, list[int | None]] = {}
        for envelope in self._batch.said:
            numbers.setdefault(envelope.aggregate_id, []).append(envelope.aggregate_version)
        return all(each == list(range(1, len(each) + 1)) for each in numbers.values())

    @property
    def asked(self) -> Sequence[Envelope[Intent]]:
        """What the last step led to."""
        return self._batch.asked[self._from :]

    def intent(self, kind: type[Intent]) -> Any:
        """The only request of this kind in the last step."""
        found = [envelope.data for envelope in self.asked if isinstance(envelope.data, kind)]
        assert len(found) == 1, f"{len(found)} x {kind.__name__}"
        return found[0]

    def states(self, key: str) -> Sequence[S]:
        return self._batch.holding(key)

    def _due(self, now: datetime) -> list[Any]:
        timers = (
            (timer.due_at, moved.state.workflow_id, name, timer.cause)
            for moved in self._batch.moved()
            for name, timer in self._batch.process.timers(moved.state).items()
        )
        return sorted((timer for timer in timers if timer[0] <= now), key=lambda timer: timer[:3])


def given_process(process: Process[S], tenant: TenantId = TENANT) -> GivenProcess[S]:
    return GivenProcess(process, tenant)
