"""Where workflows are kept: instances, by what they are found, when they want to be woken, and what they ask for."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from shared.diagnosis.evidence import Evidence
from shared.kernel.ids import TenantId
from shared.processes.process import Timer, TimerFired


class AggregateRef(NamedTuple):
    aggregate_type: str
    aggregate_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRow:
    workflow_id: str
    #: JSON text.
    state: str


class TimerRow(NamedTuple):
    workflow_id: str
    name: str
    timer: Timer


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """One request, or one process fact, exactly as it will travel."""

    topic: str
    lane: int
    aggregate_type: str
    aggregate_id: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """One process fact as it is kept; it travels as well."""

    workflow_id: str
    version: int
    message_id: UUID
    incident_id: UUID | None
    event: str


class EvidenceRow(NamedTuple):
    """What a workflow read, and rests on."""

    workflow_id: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessWrite:
    """All that one turn writes."""

    instances: Sequence[InstanceRow] = ()
    #: (key, workflow id)
    associated: Sequence[tuple[str, str]] = ()
    dissociated: Sequence[tuple[str, str]] = ()
    timers_set: Sequence[TimerRow] = ()
    #: (workflow id, timer)
    timers_cleared: Sequence[tuple[str, str]] = ()
    progress: Mapping[AggregateRef, int]
    asks: Sequence[AskRow] = ()
    said: Sequence[SaidRow] = ()
    evidence: Sequence[EvidenceRow] = ()


class ProcessTurn(Protocol):
    """One transaction in which nobody else moves the tenant's workflows of this type."""

    def progress(self, aggregates: Collection[AggregateRef]) -> Mapping[AggregateRef, int]:
        """The last version of each aggregate that was worked off; absent: none."""

    def load(self, *, keys: Collection[str] = (), workflow_ids: Collection[str] = ()) -> Sequence[Mapping[str, Any]]:
        """States of the instances that are named or associated with a key."""

    def due(self, limit: int) -> Sequence[TimerFired]:
        """By the database's clock, longest due first."""

    def write(self, write: ProcessWrite) -> None: ...


class ProcessStore(Protocol):
    def turn(self, tenant_id: TenantId) -> AbstractContextManager[ProcessTurn]:
        """Waits for the turn; commits on leaving without an exception. Raises StoreUnavailable."""

    def tenants_with_due_timers(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[TenantId]:
        """But for these. Raises StoreUnavailable."""
