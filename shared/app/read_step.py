"""A step of a workflow: what it needs is read, outside any transaction, and handed to it as an event."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from shared.app.activity_results import result_of, tell_unfinished
from shared.app.run_process import Ran, RunProcess
from shared.app.triage.at_once import AtOnce, Done
from shared.diagnosis.evidence import Evidence
from shared.kernel.batches import batched_by_size
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact, ProcessFact
from shared.ports.clock import Clock, SystemClock
from shared.ports.processes import EvidenceRow
from shared.ports.store import StoreUnavailable


class RunWithFacts(Protocol):
    """One instance of a workflow that says process facts."""

    @property
    def workflow_id(self) -> str: ...

    @property
    def facts(self) -> int:
        """How many it has said."""


F = TypeVar("F", bound=ProcessFact)
R = TypeVar("R", bound=RunWithFacts)
#: Of one transaction, in which nobody else moves the tenant's workflows of this type.
_MOST_RESULTS = 50
_MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Brought:
    """What was read for a run, with the evidence that is kept of it."""

    result: Any
    evidence: Sequence[Evidence] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStep(Generic[F, R]):
    """``after``: the process facts that ask for it. ``of``: the kind of instance that is a run.

    ``waits``: whether a run waits for what it brings.

    ``when_late`` is said of what did not come back in time. ``passing``: failures that are nobody's fault and pass.
    """

    after: tuple[type[F], ...]
    of: type[R]
    waits: Callable[[R], bool]
    run: RunProcess[Any]
    read: Callable[[Envelope[F], R], Brought]
    when_late: Any
    at_once: AtOnce
    passing: tuple[type[Exception], ...] = (StoreUnavailable,)
    clock: Clock = field(default_factory=SystemClock)

    @property
    def handles(self) -> frozenset[type[Fact]]:
        return frozenset(self.after)

    def handle(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]]) -> Ran:
        """Reads for the runs that wait for it, and no others: what was done before is not done again.

        What there was no time for comes again. Raises StoreUnavailable, and at the end what single reads failed with.
        """
        wanted = self._wanted(tenant_id, facts)
        ran = Ran(repeated=len(facts) - len(wanted))
        failures: list[BaseException] = []
        unbegun = 0
        for several in self.at_once(wanted, lambda asked: self.read(*asked)):
            ran += self._take_in(tenant_id, several)
            failures += [done.failure for done in several if done.failure is not None]
            unbegun += sum(done.outcome == "unbegun" for done in several)
        tell_unfinished(failures, unbegun, passing=self.passing, what="runs")
        return ran

    def _wanted(self, tenant_id: TenantId, facts: Iterable[Envelope[Any]]) -> list[tuple[Envelope[Any], R]]:
        """A run asks by the newest fact that it has said."""
        by_run = {fact.aggregate_id: fact for fact in facts}
        runs = [run for run in self.run.instances(tenant_id, by_run.keys()) if isinstance(run, self.of)]
        asked = [(by_run[run.workflow_id], run) for run in runs if self.waits(run)]
        return [(fact, run) for fact, run in asked if fact.aggregate_version == run.facts]

    def _take_in(self, tenant_id: TenantId, several: Sequence[Done[tuple[Envelope[Any], R], Brought]]) -> Ran:
        brought = [(done.item[0], self._brought(done)) for done in several]
        over = [(fact, each) for fact, each in brought if each is not None]
        ran = Ran()
        for some in batched_by_size(over, most=_MOST_RESULTS, most_bytes=_MOST_BYTES, size_of=_size_of):
            evidence = [EvidenceRow(fact.aggregate_id, piece) for fact, each in some for piece in each.evidence]
            results = [result_of(fact, each.result, self.clock.now()) for fact, each in some]
            ran += self.run.take_in(tenant_id, results, evidence)
        return ran

    def _brought(self, done: Done[tuple[Envelope[Any], R], Brought]) -> Brought | None:
        return Brought(self.when_late) if done.outcome == "late" else done.result


def _size_of(read: tuple[Envelope[Any], Brought]) -> int:
    return sum(len(piece.text.encode()) for piece in read[1].evidence)
