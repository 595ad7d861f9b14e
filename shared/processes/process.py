"""What a process is: states, how they change with an event, what is asked for, and how states are found again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId, derive_from
from shared.kernel.message import Fact, Intent, ProcessFact


class State(Protocol):
    """One instance of a workflow. Frozen; everything that is kept about it follows from it."""

    @property
    def workflow_id(self) -> str: ...


S = TypeVar("S", bound=State)
S_co = TypeVar("S_co", bound=State, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The message on whose account something will be asked later."""

    message_id: UUID
    correlation_id: UUID
    traceparent: str | None = None
    tracestate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    due_at: datetime
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired:
    """``message_id`` is derived from the workflow, the timer and when it was due; ``at`` is the database's clock."""

    message_id: UUID
    tenant_id: TenantId
    workflow_id: str
    name: str
    at: datetime
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityResult:
    """What a read on behalf of a workflow brought. It was made outside any transaction, and comes back as an event.

    ``message_id`` is ``result_id_of`` the process fact that asked for it; ``at`` is when it was over.
    """

    message_id: UUID
    tenant_id: TenantId
    workflow_id: str
    at: datetime
    cause: Cause
    result: Any


def result_id_of(fact_id: UUID) -> UUID:
    """The message in which comes back what a process fact asked for."""
    return derive_from(fact_id, "result")


Event = Envelope[Any] | TimerFired | ActivityResult


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that a workflow makes, under its own name."""

    workflow_id: str
    intent: Intent


@dataclass(frozen=True, slots=True)
class Reaction(Generic[S_co]):
    """New states of the instances that changed, what is asked for, and what the workflows say of themselves."""

    states: Sequence[S_co] = ()
    asks: Sequence[Ask] = ()
    facts: Sequence[ProcessFact] = ()


class Known(Protocol[S_co]):
    """The instances that an event may concern."""

    def holding(self, key: str) -> Sequence[S_co]:
        """Those associated with the key, by workflow id."""

    def instance(self, workflow_id: str) -> S_co | None: ...

    @property
    def now(self) -> datetime:
        """When the batch is worked off: what is allowed to take a while counts from here, not from when a fact that
        waited was recorded. Nothing that is said rests on it.
        """


def says_nothing(_state: Any) -> int:
    return 0


def keep_apart(_earlier: Intent, _later: Intent) -> Intent | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Generic[S]):
    """``lookups`` is asked again with what its first answer brought: one instance may name another."""

    workflow_type: str
    handles: frozenset[type[Fact]]
    states: TypeAdapter[S]
    lookups: Callable[[Event, Known[S]], Iterable[str]]
    """Keys of the instances that the event may concern."""
    react: Callable[[Event, Known[S]], Reaction[S]]
    associations: Callable[[S], frozenset[str]]
    """By which keys an instance is found, and when it wants to be woken: both follow from its state."""
    timers: Callable[[S], Mapping[str, Timer]]
    merge: Callable[[Intent, Intent], Intent | None] = keep_apart
    """One request in place of two in a row for the same aggregate, where that says the same; None where it does not."""
    rests_on: frozenset[str] = frozenset()
    """Keys of the instances by which ``lookups`` answers: where there are any, it is asked of every event again."""
    leads_on: frozenset[type[Fact]] | None = None
    """Facts whose instances, once found, may name further keys; None: any. ``lookups`` is asked again of these."""
    rewires: frozenset[type[Fact]] = frozenset()
    """Facts after which ``lookups`` may answer differently for the facts behind them."""
    facts_said: Callable[[S], int] = says_nothing
    """How many process facts an instance has said so far: the version of its newest one."""
