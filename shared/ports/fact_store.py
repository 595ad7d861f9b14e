"""The write side's storage: one session is one transaction of one tenant."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.outcome import Outcome


class LostRace(Exception):  # noqa: N818 - names the condition
    """Another transaction wrote the same aggregate version or the same message id first. Go round again."""


class Unstorable(Exception):  # noqa: N818 - names the condition
    """The database refuses a value in this batch (a NUL inside a string); it would refuse it again."""


class AggregateKey(NamedTuple):
    aggregate_type: str
    aggregate_id: str


@dataclass(frozen=True, slots=True)
class StoredAggregate:
    version: int
    state: Any
    #: Of its last fact; the next fact's hash covers it.
    hash: bytes
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    request_hash: bytes
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    key: AggregateKey
    version: int
    fact_id: UUID
    type: str
    lane: int
    event: str
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateRow:
    key: AggregateKey
    version: int
    #: JSON text.
    state: str
    hash: bytes
    seen_at: datetime | None
    expected_by: datetime | None
    #: False: the state stands as it was, only the sighting moved.
    changed: bool
    #: Of the sighting at ``seen_at``; see `kernel.aggregate.Sighting`.
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    request_hash: bytes
    outcome: Outcome
    key: AggregateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """All that one transaction writes."""

    facts: Sequence[FactRow]
    aggregates: Sequence[AggregateRow]
    inbox: Sequence[InboxRow]


class WriteSession(Protocol):
    def recorded(self, message_ids: Sequence[UUID]) -> Mapping[UUID, RecordedOutcome]:
        """What became of those that were here before."""

    def load(self, keys: Sequence[AggregateKey]) -> Mapping[AggregateKey, StoredAggregate]:
        """Lock and read, in one order for everybody; absent aggregates are absent."""

    def consult(self, keys: Sequence[AggregateKey]) -> Mapping[AggregateKey, Any]:
        """The states of others as last committed, in one read that locks nothing; absent aggregates are absent."""

    def draw_numbers(self, counter: str, count: int) -> range:
        """The next human numbers; gaps are allowed, repetitions are not."""

    def write(self, write: Write) -> Mapping[UUID, int]:
        """Store; positions by fact id. Raises LostRace."""


class FactStore(Protocol):
    def session(self, tenant_id: TenantId) -> AbstractContextManager[WriteSession]:
        """Commit on leaving without an exception. Raises StoreUnavailable, LostRace, Unstorable."""
